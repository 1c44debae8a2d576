/** A file system of Hadoop whose n-th call fails. */
package io.github.vflow.spark.failing;
