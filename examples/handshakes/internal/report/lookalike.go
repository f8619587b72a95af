package report

// LookAlike returns the first of the known names that name imitates, and "" if it
// imitates none.
func LookAlike(name string, known []string) string { return "" }
