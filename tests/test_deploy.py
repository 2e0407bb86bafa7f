"""What deploy/ promises holds together: probes, replicas, and time to finish."""

import re
import shlex
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
MANIFESTS = {
    found["kind"]: found
    for found in yaml.safe_load_all((ROOT / "deploy/kubernetes.yaml").read_text())
}
UNIT = (ROOT / "deploy/portal.service").read_text()
NGINX = (ROOT / "deploy/nginx.conf").read_text()
GUNICORN = (ROOT / "gunicorn.conf.py").read_text()
GRACEFUL = int(re.search(r"^graceful_timeout = (\d+)$", GUNICORN, re.MULTILINE)[1])
# As long as the gateway may take for one call, its retry included.
LONGEST_CALL = 20


def pod():
    return MANIFESTS["Deployment"]["spec"]["template"]["spec"]


def portal():
    (container,) = pod()["containers"]
    return container


def test_a_pod_may_go_and_the_others_serve_on():
    deployment = MANIFESTS["Deployment"]["spec"]
    budget = MANIFESTS["PodDisruptionBudget"]["spec"]
    label = deployment["template"]["metadata"]["labels"]

    assert deployment["replicas"] >= 2
    assert 1 <= budget["minAvailable"] < deployment["replicas"]
    assert deployment["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    for selector in (
        deployment["selector"]["matchLabels"],
        budget["selector"]["matchLabels"],
        MANIFESTS["Service"]["spec"]["selector"],
    ):
        assert selector == label


def test_the_probes_ask_only_whether_the_process_lives():
    for probe in ("livenessProbe", "readinessProbe"):
        asked = portal()[probe]["httpGet"]
        (host,) = [h["value"] for h in asked["httpHeaders"] if h["name"] == "Host"]

        assert asked["path"] == "/healthz/"
        assert asked["port"] == portal()["ports"][0]["containerPort"]
        assert host in MANIFESTS["ConfigMap"]["data"]["ALLOWED_HOSTS"].split(",")


def test_what_is_under_way_is_finished_before_a_process_is_killed():
    sleep = int(portal()["lifecycle"]["preStop"]["exec"]["command"][1])
    patience = int(re.search(r"^TimeoutStopSec=(\d+)$", UNIT, re.MULTILINE)[1])
    read_timeout = int(re.search(r"proxy_read_timeout (\d+)s;", NGINX)[1])

    assert GRACEFUL > LONGEST_CALL
    assert pod()["terminationGracePeriodSeconds"] > sleep + GRACEFUL
    assert patience > GRACEFUL
    # Waiting for a thread comes on top of the call.
    assert read_timeout >= LONGEST_CALL + 10


def test_variables_are_those_that_the_portal_reads():
    example = (ROOT / ".env.example").read_text()
    known = set(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE))

    assert set(MANIFESTS["ConfigMap"]["data"]) <= known
    assert set(re.findall(r"^Environment=([A-Z_]+)=", UNIT, re.MULTILINE)) <= known


def test_the_unit_and_the_image_serve_what_the_procfile_says():
    docker = (ROOT / "Dockerfile").read_text()
    start = re.search(r"^ExecStart=(.*)$", UNIT, re.MULTILINE)[1]

    for command in (shlex.split(start)[2], re.search(r"^CMD (.*)$", docker, re.M)[1]):
        assert "sed -n" in command
        assert "s/^web: //p" in command
        assert "Procfile" in command


def test_a_front_server_hides_what_only_prometheus_reads():
    assert "location /metrics { return 404; }" in NGINX
    assert "proxy_next_upstream off;" in NGINX
