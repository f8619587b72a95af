package report

import "io"

// WriteHTML writes the report as a page.
func (r *Report) WriteHTML(w io.Writer) error {
	_, err := io.WriteString(w, "<!DOCTYPE html>\n")
	return err
}
