#!/usr/bin/env bash
# capture: no proxy address anywhere, TCP and server-first protocols, includes and excludes
# limit: 240 s
. "$(dirname "$0")/lib.sh"

namespace e2e-capture istio-injection=enabled
image=$(kubectl -n servicea get pod "$(pod servicea app=servicea)" -o 'jsonpath={.spec.initContainers[?(@.name=="istio-proxy")].image}')

# greeter NAME: a server that speaks first: it greets, then says again what it hears. bash alone has no server; perl is in the image or Envoy's base.
workload() { # workload NAME PORT-NAME COMMAND ANNOTATIONS
    kubectl -n e2e-capture apply -f - >/dev/null <<YAML
apiVersion: v1
kind: Service
metadata: {name: $1}
spec:
  selector: {app: $1}
  ports: [{name: $2, port: 7000}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: $1}
spec:
  selector: {matchLabels: {app: $1}}
  template:
    metadata:
      labels: {app: $1}
      annotations: $4
    spec:
      containers:
      - name: app
        image: $image
        imagePullPolicy: IfNotPresent
        securityContext: {runAsUser: 1000}
        ports: [{containerPort: 7000}]
        command: $3
YAML
}
server='[perl, -MIO::Socket::INET, -e, "my $s = IO::Socket::INET->new(LocalAddr => q(0.0.0.0), LocalPort => 7000, Listen => 9, ReuseAddr => 1) or die; while (my $c = $s->accept) { print $c qq(220 ready\n); my $l = <$c>; print $c qq(heard $l); close $c }"]'
workload greeter tcp-greeter "$server" '{}'
workload caller tcp-caller '[sleep, "100000"]' '{}'
workload careful tcp-careful '[sleep, "100000"]' '{traffic.sidecar.istio.io/excludeOutboundPorts: "7000"}'
for name in greeter caller careful; do eventually 120 "$name runs" kubectl -n e2e-capture rollout status "deployment/$name" --timeout=1s; done

# says FROM HOST PORT: what a server-first server says to that workload.
says() {
    kubectl -n e2e-capture exec "$(pod e2e-capture "app=$1")" -c app -- timeout 10 bash -c \
        "exec 3<>/dev/tcp/$2/$3; read -r -t 5 hello <&3; echo again >&3; read -r -t 5 echo <&3; echo \"\$hello, \$echo\""
}
eventually 60 "a server that speaks first is heard by name" bash -c "kubectl -n e2e-capture exec deploy/caller -c app -- timeout 10 bash -c 'exec 3<>/dev/tcp/greeter.e2e-capture/7000; read -r -t 5 x <&3; test \"\$x\" = \"220 ready\"'"
equal "both ways" "220 ready, heard again" "$(says caller greeter.e2e-capture 7000)"
name='cluster.outbound|7000||greeter.e2e-capture.svc.cluster.local.upstream_cx_total'
within "the caller's proxy has carried it" 1 100000 "$(stat e2e-capture app=caller "$name")"
within "and the server's too" 1 100000 "$(stat e2e-capture app=greeter 'cluster.inbound|7000||.upstream_cx_total')"
equal "by the pod's address too" "220 ready, heard again" "$(says caller "$(kubectl -n e2e-capture get pod "$(pod e2e-capture app=greeter)" -o 'jsonpath={.status.podIP}')" 7000)"

equal "an excluded port is not captured, and answers in plain text" "220 ready, heard again" "$(says careful greeter.e2e-capture 7000)"
equal "its proxy has carried nothing" 0 "$(stat e2e-capture app=careful "$name")"

for service in servicea serviceb servicec; do
    env=$(kubectl -n $service exec "$(pod $service app=$service)" -c $service -- cat /proc/1/environ 2>/dev/null | tr '\0' '\n' || true)
    lacks "$service knows no proxy" '127\.0\.[0-9]+\.[0-9]+:150|PROXY_(HOST|ADDRESS|PORT)|150(00|01|06|07)' "$env"
done
within "what A calls goes through its proxy" 1 100000000 "$(stat servicea app=servicea 'cluster.outbound|8081||serviceb.serviceb.svc.cluster.local.upstream_rq_total')"
within "and arrives through B's" 1 100000000 "$(stat serviceb app=serviceb 'cluster.inbound|8081||.upstream_rq_total')"
