package dev.tulle.cli.up;

import dev.tulle.cli.manifests.WorkloadSpec;
import dev.tulle.cli.process.ProcessSpec;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

/**
 * Makes what runs equal to what shall run. A changed template is rolled out: new pods first, and for each that is ready an old
 * one goes.
 *
 * <p>Thread: called only on the loop.
 */
final class Pods {
    /** Kubernetes' own alphabet of pod names, in which no bad word can be spelled. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private static final int SUFFIX = 5;

    private final PodProcesses processes;
    private final Clock clock;
    private final Listener listener;
    private final Map<String, WorkloadSpec> desired = new TreeMap<>();
    private final List<LocalPod> pods = new ArrayList<>();
    private final BitSet numbers = new BitSet();
    private final int firstNumber;
    private boolean envoysMayStart;
    private boolean stopping;

    /** Told on the loop. */
    interface Listener {
        /** A pod came, went, became ready or stopped being so. */
        void changed();

        void restarting(PodIdentity pod, ProcessSpec process, String reason, int crashes);
    }

    /** The lowest number of a pod is {@value PodIdentity#FIRST_NUMBER}. */
    Pods(PodProcesses processes, Clock clock, Listener listener) {
        this(processes, clock, listener, PodIdentity.FIRST_NUMBER);
    }

    Pods(PodProcesses processes, Clock clock, Listener listener, int firstNumber) {
        this.firstNumber = firstNumber;
        this.processes = processes;
        this.clock = clock;
        this.listener = listener;
    }

    /** What shall run from now on. */
    void desire(List<WorkloadSpec> workloads) {
        desired.clear();
        workloads.forEach(workload -> desired.put(workload.id(), workload));
        reconcile();
    }

    /** The control plane's root certificate is there. */
    void startEnvoys() {
        envoysMayStart = true;
        pods.forEach(LocalPod::startEnvoy);
    }

    /** Those that are not on their way out, sorted by name. */
    List<LocalPod> running() {
        return pods.stream()
                .filter(pod -> !pod.isDraining())
                .sorted(Comparator.comparing(pod -> pod.identity().fileName()))
                .toList();
    }

    /** How many pods of its present template are ready. */
    long readyOf(WorkloadSpec workload) {
        return running().stream()
                .filter(pod -> isOf(pod, workload) && pod.template().equals(workload.template()))
                .filter(LocalPod::isReady)
                .count();
    }

    /** Stops every pod at once; completes when none is left. */
    CompletableFuture<Void> stop() {
        stopping = true;
        return CompletableFuture.allOf(pods.stream().map(LocalPod::stop).toArray(CompletableFuture<?>[]::new));
    }

    private void reconcile() {
        if (stopping) {
            return;
        }
        running().stream()
                .filter(pod -> !desired.containsKey(pod.identity().workloadId()))
                .forEach(this::retire);
        desired.values().forEach(this::reconcile);
        listener.changed();
    }

    private void reconcile(WorkloadSpec workload) {
        var current = new ArrayList<LocalPod>();
        var old = new ArrayList<LocalPod>();
        for (var pod : pods.reversed()) {
            if (!pod.isDraining() && isOf(pod, workload)) {
                (pod.template().equals(workload.template()) ? current : old).add(pod);
            }
        }
        for (var i = current.size(); i < workload.replicas(); i++) {
            start(workload);
        }
        // Sorting keeps the order of equal ones: those that are not ready go first, then the youngest.
        var leastUsefulFirst = Comparator.comparing(LocalPod::isReady);
        current.stream()
                .sorted(leastUsefulFirst)
                .limit(Math.max(0, current.size() - workload.replicas()))
                .forEach(this::retire);
        var needed = Math.max(0, workload.replicas() - Math.toIntExact(readyOf(workload)));
        old.stream()
                .sorted(leastUsefulFirst)
                .limit(Math.max(0, old.size() - needed))
                .forEach(this::retire);
    }

    private static boolean isOf(LocalPod pod, WorkloadSpec workload) {
        return pod.identity().workloadId().equals(workload.id());
    }

    private void start(WorkloadSpec workload) {
        var number = numbers.nextClearBit(firstNumber);
        if (number > PodIdentity.LAST_NUMBER) {
            throw new IllegalStateException("more pods than loopback addresses: " + pods.size());
        }
        numbers.set(number);
        var hash = workload.template().hash();
        var name = workload.name() + "-" + hash + "-" + suffix();
        var identity = new PodIdentity(workload.namespace(), name, workload.name(), hash, number);
        var created = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
        var pod = new LocalPod(
                processes, new PodDocument(identity, workload.template(), created), new LocalPod.Listener() {
                    @Override
                    public void readinessChanged(LocalPod changed) {
                        reconcile();
                    }

                    @Override
                    public void restarting(LocalPod crashed, ProcessSpec process, String reason, int crashes) {
                        listener.restarting(crashed.identity(), process, reason, crashes);
                    }
                });
        pods.add(pod);
        pod.start();
        if (envoysMayStart) {
            pod.startEnvoy();
        }
    }

    private void retire(LocalPod pod) {
        processes.supervision().loop().when(pod.drain(), none -> {
            pods.remove(pod);
            numbers.clear(pod.identity().number());
            listener.changed();
        });
    }

    private static String suffix() {
        var random = RandomGenerator.getDefault();
        var suffix = new StringBuilder();
        for (var i = 0; i < SUFFIX; i++) {
            suffix.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return suffix.toString();
    }
}
