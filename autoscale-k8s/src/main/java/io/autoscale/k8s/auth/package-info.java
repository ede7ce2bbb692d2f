// SPDX-License-Identifier: Apache-2.0
/** Authentication from the cluster: parameters and identities as trigger authentications name them. */
@NullMarked
package io.autoscale.k8s.auth;

import org.jspecify.annotations.NullMarked;
