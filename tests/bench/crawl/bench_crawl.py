#!/usr/bin/env python3
"""Crawls one local site with Leadline, Scrapy and wget2, one after the other, and prints pages per CPU second.

    bench_crawl.py BUILD_FOLDER [--pages 1990] [--rounds 3] [--keep FOLDER]

The site (business pages of about 27 KB, gzip) is generated and served by an nginx this program starts on a free port. CPU
time is that of all processes of a crawler together, its own children included, and without nginx; memory is the peak of
their summed resident size. The best of the rounds counts for every crawler, since other work on the machine only adds."""

import argparse
import ctypes
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
PR_SET_CHILD_SUBREAPER = 36
PYTHON = "/usr/bin/python3"  # the one that Debian installs python3-scrapy for


def children(pid):
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text().split()]
        except OSError:
            pass
    return found


def resident(pid):
    """Proportional set size of a process and its descendants, in KiB: shared pages are counted once."""
    total = 0
    try:
        for line in pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total = int(line.split()[1])
    except OSError:
        return 0
    return total + sum(resident(child) for child in children(pid))


class Peak(threading.Thread):
    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.kib, self.over = pid, 0, threading.Event()

    def run(self):
        while not self.over.wait(0.1):
            self.kib = max(self.kib, resident(self.pid))


def measure(command, nginx, **kwargs):
    """Runs a command to the end of its last descendant. Returns output, CPU seconds, wall seconds and peak KiB."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **kwargs)
    peak = Peak(process.pid)
    peak.start()
    output, errors = process.communicate()
    wall = time.monotonic() - begun
    peak.over.set()
    for orphan in set(children(os.getpid())) - {nginx}:
        os.waitpid(orphan, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in (0, 8):  # wget2 answers 8 when an image of the pages is missing
        sys.stderr.write(errors.decode(errors="replace")[-2000:])
        raise SystemExit(f"{command[0]} ended with code {process.returncode}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return output.decode(errors="replace"), cpu, wall, peak.kib


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start_nginx(folder):
    port = free_port()
    temporary = " ".join(f"{kind}_temp_path {folder}/tmp;" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(f"""daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{ types {{ text/html html; }} access_log {folder}/access.log; {temporary} keepalive_requests 10000000; gzip_static on; gzip_vary on;
log_format short '$status $uri'; access_log {folder}/access.log short buffer=64k flush=1s;
server {{ listen 127.0.0.1:{port}; root {folder}/www; }} }}""")
    process = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-c", str(folder / "nginx.conf")],
                               stderr=subprocess.DEVNULL)
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return process, f"http://127.0.0.1:{port}/"
        time.sleep(0.05)
    raise SystemExit("nginx does not answer")


def contacts_of(lines):
    found = {"email": set(), "phone": set()}
    for line in lines:
        for contact in json.loads(line).get("contacts", []):
            if contact["kind"] in found and not contact.get("junk"):
                found[contact["kind"]].add(contact["value"])
    return found


def run_worker(build, url, pages, folder, nginx):
    output, *cost = measure([str(build / "bin/bench_crawl"), url, str(pages)], nginx)
    result = json.loads(output)
    return result["pages"], result["emails"], result["phones"], *cost


def run_leadctl(build, url, pages, folder, nginx):
    data, target = folder / "data", folder / "leads.jsonl"
    shutil.rmtree(data, ignore_errors=True)
    target.unlink(missing_ok=True)
    _, *cost = measure([str(build / "bin/leadctl"), "scrape", "--data", str(data), url, "--delay", "0", "--max-pages-per-site", str(pages),
                        "--depth", "8", "--allow-network", "127.0.0.0/8", "--output", str(target)], nginx,
                       env={**os.environ, "XDG_DATA_HOME": str(folder / "xdg")}, stdin=subprocess.DEVNULL)
    found = contacts_of(target.read_text().splitlines())
    return None, len(found["email"]), len(found["phone"]), *cost


def run_scrapy(build, url, pages, folder, nginx):
    target = folder / "scrapy.jsonl"
    target.unlink(missing_ok=True)
    _, *cost = measure([PYTHON, str(HERE / "scrapy_spider.py"), url, str(pages), str(target)], nginx)
    lines = target.read_text().splitlines()
    found = contacts_of(lines)
    return len(lines), len(found["email"]), len(found["phone"]), *cost


def run_wget2(build, url, pages, folder, nginx):
    mirror = folder / "mirror"
    shutil.rmtree(mirror, ignore_errors=True)
    _, *cost = measure(["wget2", "--recursive", "--level=0", "--quiet", "--compression=gzip", "--reject=png,jpg", "--max-threads=2",
                        f"--directory-prefix={mirror}", url], nginx)
    return sum(1 for _ in mirror.rglob("*.html")), 0, 0, *cost


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path, help="build folder of the release preset")
    parser.add_argument("--pages", type=int, default=1990)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--keep", type=pathlib.Path, help="work there and leave it")
    options = parser.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)

    crawlers = [("leadline crawl + extraction", run_worker, (options.build / "bin/bench_crawl").exists()),
                ("leadline with store (leadctl)", run_leadctl, (options.build / "bin/leadctl").exists()),
                ("scrapy", run_scrapy, shutil.which("scrapy")), ("wget2 (links only)", run_wget2, shutil.which("wget2"))]
    folder = options.keep or pathlib.Path(tempfile.mkdtemp(prefix="leadline-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    nginx = None
    try:
        subprocess.run([sys.executable, str(HERE / "make_site.py"), str(folder / "www"), str(options.pages)], check=True)
        for page in folder.glob("www/**/*.html"):
            subprocess.run(["gzip", "-kf", str(page)], check=True)
        nginx, url = start_nginx(folder)
        truth = json.loads((folder / "www/ground-truth.json").read_text())
        best = {}
        for _ in range(options.rounds):
            for name, run, present in crawlers:
                if not present:
                    continue
                requests_before = served(folder)
                result = run(options.build, url, options.pages, folder, nginx.pid)
                time.sleep(1.2)  # nginx writes its log once a second
                pages = result[0] or served(folder) - requests_before
                if name not in best or result[3] / max(pages, 1) < best[name][3] / best[name][0]:
                    best[name] = (pages, *result[1:])
        report(best, truth)
    finally:
        if nginx:
            nginx.send_signal(signal.SIGTERM)
            nginx.wait()
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


def served(folder):
    return sum(1 for line in (folder / "access.log").read_text().splitlines() if line.startswith("200 "))


def report(best, truth):
    print(f"{'':32}{'pages':>7}{'CPU s':>8}{'wall s':>8}{'pages/CPU s':>13}{'CPU s/1000':>12}{'peak MB':>9}{'e-mails':>9}{'phones':>8}")
    for name, (pages, emails, phones, cpu, wall, peak) in best.items():
        print(f"{name:32}{pages:7}{cpu:8.2f}{wall:8.2f}{pages / cpu:13.0f}{cpu / pages * 1000:12.2f}{peak / 1024:9.0f}"
              f"{emails:9}{phones:8}")
    print(f"{'on the site':32}{'':57}{len(truth['emails']):9}{len(truth['phones']):8}")
    if "scrapy" in best:
        base = best["scrapy"][0] / best["scrapy"][3]
        for name, (pages, _, _, cpu, _, _) in best.items():
            if name != "scrapy":
                print(f"{name}: {pages / cpu / base:.1f} × Scrapy")


main()
