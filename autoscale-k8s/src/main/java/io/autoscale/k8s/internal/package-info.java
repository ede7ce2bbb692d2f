// SPDX-License-Identifier: Apache-2.0
/** Internal classes that the packages of this module share. Not an API: may change in any release. */
@NullMarked
package io.autoscale.k8s.internal;

import org.jspecify.annotations.NullMarked;
