package authtest

// A Quota is how many of something there may be. A negative Quota has no limit.
type Quota int

// Full reports whether n use the quota up.
func (q Quota) Full(n int) bool { return q >= 0 && n >= int(q) }
