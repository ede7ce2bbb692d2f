// SPDX-License-Identifier: Apache-2.0
/** The trigger on the number of items that a DynamoDB query finds. */
@NullMarked
package io.autoscale.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
