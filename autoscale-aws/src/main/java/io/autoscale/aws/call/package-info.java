// SPDX-License-Identifier: Apache-2.0
/** How calls to AWS are bounded and guarded, and where they may go. */
@NullMarked
package io.autoscale.aws.call;

import org.jspecify.annotations.NullMarked;
