// SPDX-License-Identifier: Apache-2.0
/** Providers of credentials, and a masked text type for secrets. */
@NullMarked
package io.autoscale.auth;

import org.jspecify.annotations.NullMarked;
