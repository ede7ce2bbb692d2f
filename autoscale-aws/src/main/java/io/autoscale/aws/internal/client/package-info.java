// SPDX-License-Identifier: Apache-2.0
/** Clients of AWS services, shared by all who sign as the same identity. Not for use by programs. */
@NullMarked
package io.autoscale.aws.internal.client;

import org.jspecify.annotations.NullMarked;
