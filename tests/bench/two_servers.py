"""How long after a finding is committed on one server another server's screening answer shows it.

  two_servers.py [FINDINGS]

Needs PROBITYD, PROBITY_ENGINE=postgresql and PROBITY_POSTGRES_KEEPER, as tests/bench/run.sh sets them. The
other server is asked again and again by one caller; the time counts from the answer to the finding.
"""

import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "e2e"))

import steps  # noqa: E402
from process import Server  # noqa: E402
from reflected import Client  # noqa: E402


def main():
    findings = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    one = Server()
    steps.add_principals(one)
    two = Server(beside=one, register="instance = 2")
    try:
        clients = {server: Client(server.start().channel()) for server in [one, two]}

        def calls(server):
            return lambda method, fields, who: clients[server].call(method, fields,
                                                                    server.credentials(who))

        waits = []
        for i in range(findings):
            # Two letters tell the names apart, and nothing else.
            who = (f"Kwame {chr(65 + i // 26)}{chr(97 + i % 26)}mensah", f"19{50 + i % 50}-03-04")
            allegation = steps.Allegation(calls(one), *who).investigated()
            while steps.screen(calls(two), *who) != "HOLD":
                pass
            allegation.found("OUTCOME_UNSUBSTANTIATED")
            begin = time.monotonic()
            while steps.screen(calls(two), *who) != "CLEARED":
                pass
            waits.append(1000 * (time.monotonic() - begin))
        waits.sort()
        print(f"{findings} findings: the other server's answer after {statistics.median(waits):.0f} ms "
              f"at the median, {waits[int(0.95 * len(waits))]:.0f} ms at p95, {waits[-1]:.0f} ms at most")
    finally:
        two.close()
        one.close()


if __name__ == "__main__":
    main()
