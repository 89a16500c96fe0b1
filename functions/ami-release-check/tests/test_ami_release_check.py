import json
import sys
import unittest
from pathlib import Path
from unittest.mock import MagicMock

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).parents[1] / "src"))

from ami_release_check import behind, check, release_key  # noqa: E402


def clients(groups, newest="1.35.7-20260911"):
    eks, ssm, sns = MagicMock(), MagicMock(), MagicMock()
    pages = [{"nodegroups": [name]} for name in groups]
    eks.get_paginator.return_value.paginate.return_value = pages
    eks.describe_nodegroup.side_effect = lambda clusterName, nodegroupName: {
        "nodegroup": {"nodegroupName": nodegroupName, "releaseVersion": groups[nodegroupName]}
    }
    ssm.get_parameter.return_value = {"Parameter": {"Value": newest}}
    return eks, ssm, sns


def run(groups):
    eks, ssm, sns = clients(groups)
    return check(eks, ssm, sns, "acme-prod-us-east-1", "/release", "arn:topic"), sns


class ReleaseKey(unittest.TestCase):
    def test_numbers_sort_as_numbers(self):
        self.assertLess(release_key("1.35.9-20260911"), release_key("1.35.10-20260101"))

    def test_day_decides_within_a_patch(self):
        self.assertLess(release_key("1.35.7-20260827"), release_key("1.35.7-20260911"))


class Check(unittest.TestCase):
    def test_names_every_group_behind_over_all_pages(self):
        report, sns = run({"od-1": "1.35.7-20260827", "od-2": "1.35.7-20260911", "db-a": "1.34.9-20261001"})
        self.assertEqual(report["behind"], {"od-1": "1.35.7-20260827", "db-a": "1.34.9-20261001"})
        sent = sns.publish.call_args.kwargs
        self.assertEqual(sent["TopicArn"], "arn:topic")
        self.assertEqual(set(json.loads(sent["Message"])["behind"]), {"od-1", "db-a"})

    def test_is_silent_when_nothing_is_behind(self):
        report, sns = run({"od-1": "1.35.7-20260911"})
        self.assertEqual(report["behind"], {})
        sns.publish.assert_not_called()

    def test_a_group_ahead_is_not_behind(self):
        self.assertEqual(behind(iter([{"nodegroupName": "a", "releaseVersion": "1.36.0-20261001"}]), "1.35.7-20260911"), {})

    def test_subject_fits_sns(self):
        eks, ssm, sns = clients({"od-1": "1.35.7-20260827"})
        check(eks, ssm, sns, "c" * 100, "/release", "arn:topic")
        self.assertLessEqual(len(sns.publish.call_args.kwargs["Subject"]), 100)


if __name__ == "__main__":
    unittest.main()
