// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

/** The owner of the identity that signs calls to an event source. */
public enum IdentityOwner {
    /** The controller: the program that embeds this library. */
    CONTROLLER,
    /** The workload: the role of its service account. */
    WORKLOAD
}
