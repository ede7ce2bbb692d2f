// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.server;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.api.model.rbac.Subject;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The permissions of a manifest to deploy, given in a namespace of a test, so that the test runs with exactly those:
 *
 * <pre>
 *   try (RbacManifest rbac = RbacManifest.apply(admin, namespace, Path.of("rbac.yaml"));
 *           KubernetesClient client = RealApiServer.required().clientAs(rbac.user())) {
 * </pre>
 *
 * <p>Service accounts, roles and bindings are applied, whatever namespace they contain; other
 * objects are skipped. The namespace is appended to the names of cluster-scoped objects, because
 * tests share the cluster.
 */
public final class RbacManifest implements AutoCloseable {

    private final KubernetesClient admin;
    private final String namespace;
    private final List<HasMetadata> made = new ArrayList<>();
    private final List<String> accounts = new ArrayList<>();
    private final Map<String, List<PolicyRule>> roles = new HashMap<>();
    private final List<PolicyRule> granted = new ArrayList<>();

    private RbacManifest(KubernetesClient admin, String namespace) {
        this.admin = admin;
        this.namespace = namespace;
    }

    /** Makes what the file has of permissions, and waits until they are in force. */
    public static RbacManifest apply(KubernetesClient admin, String namespace, Path file) {
        try (InputStream text = Files.newInputStream(file)) {
            return apply(admin, namespace, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes what the text has of permissions, and waits until they are in force. */
    public static RbacManifest apply(KubernetesClient admin, String namespace, InputStream text) {
        RbacManifest manifest = new RbacManifest(admin, namespace);
        try {
            List<HasMetadata> resources = admin.load(text).items();
            resources.forEach(manifest::takeAccountOrRole);
            resources.forEach(manifest::takeBinding);
            // the server reads roles and bindings by watches of its own
            await("permissions of " + manifest.accounts)
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> manifest.granted.stream().allMatch(manifest::isInForce));
            return manifest;
        } catch (RuntimeException e) {
            manifest.close();
            throw e;
        }
    }

    /** The user name of the service account of the manifest, which must have exactly one. */
    public String user() {
        if (accounts.size() != 1) {
            throw new IllegalStateException("expected one ServiceAccount, found " + accounts);
        }
        return "system:serviceaccount:" + namespace + ":" + accounts.get(0);
    }

    /** Takes the permissions back. */
    @Override
    public void close() {
        made.forEach(resource -> admin.resource(resource).delete());
    }

    private void takeAccountOrRole(HasMetadata resource) {
        String name = resource.getMetadata().getName();
        if (resource instanceof ServiceAccount) {
            accounts.add(name);
            make(resource);
        } else if (resource instanceof Role role) {
            roles.put("Role/" + name, role.getRules());
            make(resource);
        } else if (resource instanceof ClusterRole role) {
            roles.put("ClusterRole/" + name, role.getRules());
            make(resource);
        }
    }

    private void takeBinding(HasMetadata resource) {
        if (resource instanceof RoleBinding binding) {
            rewrite(binding.getRoleRef(), binding.getSubjects());
            make(resource);
        } else if (resource instanceof ClusterRoleBinding binding) {
            rewrite(binding.getRoleRef(), binding.getSubjects());
            make(resource);
        }
    }

    private void rewrite(RoleRef ref, List<Subject> subjects) {
        List<PolicyRule> rules = roles.get(ref.getKind() + "/" + ref.getName());
        if (rules != null) { // else it is one that each cluster has, such as "view"
            granted.addAll(rules);
            ref.setName(ref.getKind().equals("ClusterRole") ? ours(ref.getName()) : ref.getName());
        }
        subjects.stream()
                .filter(subject -> subject.getKind().equals("ServiceAccount"))
                .forEach(subject -> subject.setNamespace(namespace));
    }

    private void make(HasMetadata resource) {
        if (resource instanceof ClusterRole || resource instanceof ClusterRoleBinding) {
            resource.getMetadata().setName(ours(resource.getMetadata().getName()));
        } else {
            resource.getMetadata().setNamespace(namespace);
        }
        made.add(admin.resource(resource).create());
    }

    private String ours(String name) {
        return name + "-" + namespace;
    }

    private boolean isInForce(PolicyRule rule) {
        if (rule.getResources().isEmpty()) {
            return true; // of paths that are no resources
        }
        String[] resource = rule.getResources().get(0).split("/", 2);
        SubjectAccessReview review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user())
                .withNewResourceAttributes()
                .withNamespace(namespace)
                .withGroup(rule.getApiGroups().get(0))
                .withResource(resource[0])
                .withSubresource(resource.length > 1 ? resource[1] : null)
                .withName(
                        rule.getResourceNames().isEmpty()
                                ? null
                                : rule.getResourceNames().get(0))
                .withVerb(rule.getVerbs().get(0))
                .endResourceAttributes()
                .endSpec()
                .build();
        return admin.resource(review).create().getStatus().getAllowed();
    }
}
