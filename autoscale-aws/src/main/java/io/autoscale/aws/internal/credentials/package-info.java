// SPDX-License-Identifier: Apache-2.0
/** The credentials of each identity: shared, refreshed ahead of their end, dropped with their last user. Not for use by programs. */
@NullMarked
package io.autoscale.aws.internal.credentials;

import org.jspecify.annotations.NullMarked;
