// SPDX-License-Identifier: Apache-2.0
/** What the custom resources of KEDA say, as values. */
@NullMarked
package io.autoscale.k8s.resource;

import org.jspecify.annotations.NullMarked;
