/**
 * Plans of trainings as data: steps, descent, evaluations, sizes of splits; and the objective. {@link
 * io.github.vflow.flow.train.plan.TrainingPlan} is the whole.
 */
package io.github.vflow.flow.train.plan;
