// SPDX-License-Identifier: Apache-2.0
/** Shared by the packages of this module. No API: it may change in any release. */
@NullMarked
package io.autoscale.k8s.internal;

import org.jspecify.annotations.NullMarked;
