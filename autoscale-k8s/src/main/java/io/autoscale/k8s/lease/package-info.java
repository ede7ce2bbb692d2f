// SPDX-License-Identifier: Apache-2.0
/** Leader election among the replicas of a program. */
@NullMarked
package io.autoscale.k8s.lease;

import org.jspecify.annotations.NullMarked;
