import { ProviderError } from "../protocol/provider";
import { type Fields, textOf } from "../protocol/values";

const switches = [
  "deletion_protection",
  "deletion_protection_enabled",
  "enable_deletion_protection",
  "termination_protection_enabled",
] as const;

/** A service refuses to delete what is protected at the service, whatever Terraform planned. */
export function refuseDeletion(type: string, attributes: Fields): void {
  for (const name of switches)
    if (attributes[name] === true)
      throw new ProviderError(
        `${type} is protected from deletion`,
        `${textOf(attributes["id"])} has ${name} = true; set it to false and apply before deleting it.`,
      );
}
