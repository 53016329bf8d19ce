export { type OpenDataFileOptions, openDataFile } from './data-file.ts';
export { JobError, type JobErrorDetails } from './job-error.ts';
export { type JobOfTracksOptions, jobOfTracks } from './job-of-tracks.ts';
export type { DiscJob, JobLayout, JobTrack } from './model.ts';
export { type NormalizedJob, type NormalizeJobOptions, normalizeJob } from './normalize-job.ts';
export { openJob } from './open-job.ts';
export type { OpenJobOptions } from './options.ts';
export { type JobPlan, type PlanJobOptions, type PlannedIndex, type PlannedTrack, planJob } from './plan-job.ts';
