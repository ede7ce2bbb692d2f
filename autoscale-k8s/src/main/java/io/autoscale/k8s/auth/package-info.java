// SPDX-License-Identifier: Apache-2.0
/** Authentication in the cluster: parameters and identities defined by trigger authentications. */
@NullMarked
package io.autoscale.k8s.auth;

import org.jspecify.annotations.NullMarked;
