variable "global_settings" {
  description = "True in the one region of an account that also owns its global settings: password policy and account-wide S3 public access block."
  type        = bool
}

# An object, because an ARN that is not known before the apply cannot decide a count; that there is an object is known.
variable "ebs_kms_key" {
  description = "KMS key that new EBS volumes are encrypted with; null keeps the key that AWS manages."
  type        = object({ arn = string })
  default     = null
}

variable "metadata_hop_limit" {
  description = "Hops that an answer of the instance metadata service may travel; 1 keeps it from containers."
  type        = number
  default     = 1

  validation {
    condition     = var.metadata_hop_limit >= 1 && var.metadata_hop_limit <= 64
    error_message = "EC2 takes 1 to 64 hops."
  }
}

variable "minimum_password_length" {
  description = "Shortest password of an IAM user."
  type        = number
  default     = 16

  validation {
    condition     = var.minimum_password_length >= 14 && var.minimum_password_length <= 128
    error_message = "IAM takes at most 128 characters, and fewer than 14 fail the CIS benchmark."
  }
}

variable "password_reuse_prevention" {
  description = "Number of former passwords that may not be used again."
  type        = number
  default     = 24

  validation {
    condition     = var.password_reuse_prevention >= 1 && var.password_reuse_prevention <= 24
    error_message = "IAM remembers 1 to 24 passwords."
  }
}

variable "max_password_age_days" {
  description = "Days after which a password expires."
  type        = number
  default     = 90

  validation {
    condition     = var.max_password_age_days >= 1 && var.max_password_age_days <= 1095
    error_message = "IAM takes 1 to 1095 days."
  }
}
