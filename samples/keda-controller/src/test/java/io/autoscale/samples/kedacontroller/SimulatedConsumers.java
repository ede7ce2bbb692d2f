// SPDX-License-Identifier: Apache-2.0
package io.autoscale.samples.kedacontroller;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What the containers of simulated pods would do: a pod that runs takes a message, one that succeeds has deleted it, and
 * one that fails gives it back. Also counts the jobs.
 */
final class SimulatedConsumers implements AutoCloseable {

    private final TestSqs queue;
    private final SharedIndexInformer<Pod> pods;
    private final SharedIndexInformer<Job> jobs;
    private final Map<String, String> receipts = new HashMap<>();
    private final Set<String> ended = new HashSet<>();
    private final Set<String> created = new HashSet<>();
    private final Set<String> unfinished = new HashSet<>();
    private int processed;
    private int withoutMessage;
    private int mostUnfinished;
    private int stopped;

    SimulatedConsumers(KubernetesClient client, String namespace, String scaledJob, TestSqs queue) {
        this.queue = queue;
        this.pods = client.pods()
                .inNamespace(namespace)
                .withLabel("scaledjob.keda.sh/name", scaledJob)
                .inform(new Changes<>() {
                    @Override
                    void changed(Pod pod, boolean gone) {
                        ofPod(pod, gone);
                    }
                });
        this.jobs = client.batch()
                .v1()
                .jobs()
                .inNamespace(namespace)
                .withLabel("scaledjob.keda.sh/name", scaledJob)
                .inform(new Changes<>() {
                    @Override
                    void changed(Job job, boolean gone) {
                        ofJob(job, gone);
                    }
                });
    }

    synchronized int processed() {
        return processed;
    }

    /** The pods that ran although no message was left. */
    synchronized int withoutMessage() {
        return withoutMessage;
    }

    synchronized int jobsCreated() {
        return created.size();
    }

    synchronized int unfinished() {
        return unfinished.size();
    }

    /** The jobs that were deleted before they finished. */
    synchronized int stopped() {
        return stopped;
    }

    synchronized int mostUnfinished() {
        return mostUnfinished;
    }

    @Override
    public void close() {
        pods.close();
        jobs.close();
    }

    private synchronized void ofPod(Pod pod, boolean gone) {
        String uid = pod.getMetadata().getUid();
        String phase = pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? "Pending"
                : pod.getStatus().getPhase();
        if (ended.contains(uid) || phase.equals("Pending")) {
            return;
        }
        if (!receipts.containsKey(uid)) {
            receipts.put(uid, queue.receive().orElse(""));
            withoutMessage += receipts.get(uid).isEmpty() ? 1 : 0;
        }
        boolean succeeded = phase.equals("Succeeded");
        if (succeeded || phase.equals("Failed") || gone) {
            ended.add(uid);
            String receipt = receipts.remove(uid);
            if (!receipt.isEmpty() && succeeded) {
                queue.delete(receipt);
                processed++;
            } else if (!receipt.isEmpty()) {
                queue.release(receipt);
            }
        }
    }

    private synchronized void ofJob(Job job, boolean gone) {
        String uid = job.getMetadata().getUid();
        created.add(uid);
        boolean finished = job.getStatus() != null
                && job.getStatus().getConditions() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(condition -> "True".equals(condition.getStatus())
                                && Set.of("Complete", "Failed").contains(condition.getType()));
        if (finished || gone) {
            boolean ran = unfinished.remove(uid);
            stopped += ran && gone && !finished ? 1 : 0;
        } else {
            unfinished.add(uid);
            mostUnfinished = Math.max(mostUnfinished, unfinished.size());
        }
    }

    private abstract static class Changes<T> implements ResourceEventHandler<T> {

        abstract void changed(T resource, boolean gone);

        @Override
        public void onAdd(T added) {
            changed(added, false);
        }

        @Override
        public void onUpdate(T before, T after) {
            changed(after, false);
        }

        @Override
        public void onDelete(T deleted, boolean stateUnknown) {
            changed(deleted, true);
        }
    }
}
