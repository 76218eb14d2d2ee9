#!/usr/bin/env bash
# scaling service C from 1 to 5 and back under load
# limit: 240 s
. "$(dirname "$0")/lib.sh"

eventually 60 "the gateway answers" answers
later kubectl -n servicec scale deployment/servicec-v1 --replicas=1
load_begin 100
kubectl -n servicec scale deployment/servicec-v1 --replicas=5 >/dev/null
rolled_out servicec deployment/servicec-v1
endpoints() { [[ $(cli/tulle proxy-config endpoints "$(pod servicea app=servicea).servicea" -o json | grep -c "outbound|8081||servicec.servicec.svc.cluster.local") -ge 1 ]]; }
eventually 20 "A's proxy lists the endpoints of C" endpoints
sleep 3
kubectl -n servicec scale deployment/servicec-v1 --replicas=1 >/dev/null
rolled_out servicec deployment/servicec-v1
ended() { [[ $(kubectl -n servicec get pods -l app=servicec,version=v1 -o name | wc -l) == 1 ]]; }
eventually 90 "four pods are gone" ended
load_end "scale 1 to 5 to 1"
