package huaweiorg

// Failure returns nil if the target is as the caller of the verb wants it, or would be
// without [DryRun]. Any other result is an error that names the target, says why and wraps
// Err. It is [ErrQuota] where a quota is used up.
func (o Outcome) Failure() error { return o.neutral().Failure() }
