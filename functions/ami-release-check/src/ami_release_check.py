"""Tells which node groups of a cluster run behind the newest AMI release."""

from __future__ import annotations

import json
import os
from typing import Any, Iterator

SUBJECT_LIMIT = 100  # Longest subject that SNS takes.


def node_groups(eks: Any, cluster: str) -> Iterator[dict[str, Any]]:
    """Every managed node group of the cluster, as EKS describes it."""
    for page in eks.get_paginator("list_nodegroups").paginate(clusterName=cluster):
        for name in page["nodegroups"]:
            yield eks.describe_nodegroup(clusterName=cluster, nodegroupName=name)["nodegroup"]


def release_key(release: str) -> tuple[int, ...]:
    """Sorts releases such as 1.35.7-20260911: by Kubernetes version, then by day."""
    version, _, day = release.partition("-")
    return (*(int(part) for part in version.split(".")), int(day))


def behind(groups: Iterator[dict[str, Any]], newest: str) -> dict[str, str]:
    """Groups below `newest`, each with its own release. A group ahead of the parameter is not behind."""
    return {
        group["nodegroupName"]: group["releaseVersion"]
        for group in groups
        if release_key(group["releaseVersion"]) < release_key(newest)
    }


def check(eks: Any, ssm: Any, sns: Any, cluster: str, parameter: str, topic: str) -> dict[str, Any]:
    """Compares, publishes when something is behind, and returns what it found."""
    newest = ssm.get_parameter(Name=parameter)["Parameter"]["Value"]
    stale = behind(node_groups(eks, cluster), newest)
    report = {"cluster": cluster, "newest": newest, "behind": stale}
    if stale:
        message = {**report, "action": f"set eks.amiRelease to {newest}, review the plan and apply"}
        subject = f"{cluster}: node AMI release {newest} is available"[:SUBJECT_LIMIT]
        sns.publish(TopicArn=topic, Subject=subject, Message=json.dumps(message, indent=2))
    return report


def handler(_event: Any, _context: Any) -> dict[str, Any]:
    import boto3

    return check(
        boto3.client("eks"),
        boto3.client("ssm"),
        boto3.client("sns"),
        os.environ["CLUSTER_NAME"],
        os.environ["RELEASE_PARAMETER"],
        os.environ["TOPIC_ARN"],
    )
