output "ebs_encryption_by_default" {
  description = "True once new EBS volumes of the region are encrypted without being asked."
  value       = aws_ebs_encryption_by_default.this.enabled
}

output "ebs_default_kms_key_arn" {
  description = "Customer key of new EBS volumes; null while AWS manages it."
  value       = one(aws_ebs_default_kms_key.this[*].key_arn)
}
