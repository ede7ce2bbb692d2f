// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.manifest;

import io.autoscale.auth.IdentityOwner;
import io.autoscale.auth.PodIdentity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code podIdentity}. */
final class PodIdentityReader {

    private static final String PROVIDERS = "one of none, aws, aws-eks";
    private static final Set<String> OTHER_PROVIDERS = Set.of("azure", "azure-workload", "gcp", "aws-kiam");
    private static final String WORKLOAD = "workload";

    private final ManifestNode node;

    private PodIdentityReader(ManifestNode node) {
        this.node = node;
    }

    static PodIdentity read(ManifestNode node) {
        PodIdentity identity = new PodIdentityReader(node).identity();
        List.of("identityId", "identityTenantId", "identityAuthorityHost").forEach(node::unsupported);
        node.finish();
        return identity;
    }

    private PodIdentity identity() {
        String provider = node.requiredText("provider", PROVIDERS);
        Optional<String> role = node.text("roleArn").filter(text -> !text.isBlank());
        Optional<String> owner = node.text("identityOwner").filter(text -> !text.isEmpty());
        Optional<String> externalId = node.text("externalID").filter(text -> !text.isEmpty());
        owner.filter(text -> !text.equals("keda") && !text.equals(WORKLOAD))
                .ifPresent(text -> node.violation("identityOwner", text, "keda or workload"));
        switch (provider) {
            case "aws" -> {
                return ofAws(role, owner, externalId);
            }
            case "aws-eks" -> {
                String ignored = "nothing: aws-eks always uses the role of the workload";
                role.ifPresent(text -> node.warn("roleArn", text, ignored));
                owner.filter("keda"::equals).ifPresent(text -> node.warn("identityOwner", text, ignored));
                refuse(externalId.isPresent(), "externalID", "nothing: only provider aws supports externalID");
                return PodIdentity.aws().ownedBy(IdentityOwner.WORKLOAD);
            }
            case "none", "" -> {
                String nothing = "nothing: provider none has no identity";
                refuse(role.isPresent(), "roleArn", nothing);
                refuse(externalId.isPresent(), "externalID", nothing);
                refuse(owner.isPresent(), "identityOwner", nothing);
            }
            default -> {
                if (OTHER_PROVIDERS.contains(provider)) {
                    node.unsupported("provider", PROVIDERS);
                } else {
                    node.violation("provider", provider, PROVIDERS);
                }
            }
        }
        return PodIdentity.none();
    }

    private PodIdentity ofAws(Optional<String> role, Optional<String> owner, Optional<String> externalId) {
        boolean ofWorkload = owner.filter(WORKLOAD::equals).isPresent();
        refuse(
                role.isPresent() && ofWorkload,
                "roleArn",
                "nothing: identityOwner workload uses the role of the service account");
        if (externalId.isPresent() && role.isEmpty()) {
            node.violation("externalID", "****", "nothing: it requires roleArn, which is missing");
        }
        PodIdentity identity =
                PodIdentity.aws().ownedBy(ofWorkload ? IdentityOwner.WORKLOAD : IdentityOwner.CONTROLLER);
        if (role.isEmpty()) {
            return identity;
        }
        PodIdentity assuming = identity.assuming(role.get());
        return externalId.map(assuming::withExternalId).orElse(assuming);
    }

    private void refuse(boolean wrong, String key, String expected) {
        if (wrong) {
            node.unexpected(key, expected);
        }
    }
}
