// SPDX-License-Identifier: Apache-2.0
/** The trigger on a CloudWatch metric or expression. */
@NullMarked
package io.autoscale.aws.cloudwatch;

import org.jspecify.annotations.NullMarked;
