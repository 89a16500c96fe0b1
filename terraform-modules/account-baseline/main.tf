resource "aws_ebs_encryption_by_default" "this" {
  enabled = true
}

resource "aws_ebs_default_kms_key" "this" {
  count = var.ebs_kms_key == null ? 0 : 1

  key_arn = var.ebs_kms_key.arn
}

# Applies to launches that say nothing themselves; launch templates still state IMDSv2.
resource "aws_ec2_instance_metadata_defaults" "this" {
  http_endpoint               = "enabled"
  http_tokens                 = "required"
  http_put_response_hop_limit = var.metadata_hop_limit
}

resource "aws_s3_account_public_access_block" "this" {
  count = var.global_settings ? 1 : 0

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_iam_account_password_policy" "this" {
  count = var.global_settings ? 1 : 0

  minimum_password_length        = var.minimum_password_length
  password_reuse_prevention      = var.password_reuse_prevention
  max_password_age               = var.max_password_age_days
  require_lowercase_characters   = true
  require_uppercase_characters   = true
  require_numbers                = true
  require_symbols                = true
  allow_users_to_change_password = true
}
