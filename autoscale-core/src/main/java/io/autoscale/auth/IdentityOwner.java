// SPDX-License-Identifier: Apache-2.0
package io.autoscale.auth;

/** Whose identity signs the calls to an event source. */
public enum IdentityOwner {
    /** The controller's own: the program that embeds this library. */
    CONTROLLER,
    /** The workload's: the role named on its service account. */
    WORKLOAD
}
