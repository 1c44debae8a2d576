/**
 * The page of the service, in HTML that loads nothing: charts of the report, and a form.
 *
 * <p>Start with {@link io.github.vflow.serve.page.StatusPage}.
 */
package io.github.vflow.serve.page;
