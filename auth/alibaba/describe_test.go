package alibaba

import (
	"strings"
	"testing"
	"unicode"

	"github.com/stretchr/testify/require"
)

// FuzzDescribe checks which parts of a credentials-go error our error repeats. Such an error
// holds responses of other servers and lines of files.
func FuzzDescribe(f *testing.F) {
	const secret = "S3CR3T"
	for _, text := range []string{
		"", "refresh session token failed: ", "httpStatus: 400, message = ", `get credentials failed {"Code":"NoSuchRole","Message":"no"} `,
		"<Error><Code>X</Code><Message>m</Message></Error>", "Get https://user@example.com/?k=", "a\nb ", "{", "<",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		said := describe(text)
		require.LessOrEqual(t, len(said), maxMessage)
		require.Equal(t, -1, strings.IndexFunc(said, func(r rune) bool { return !unicode.IsPrint(r) }))
		for _, begin := range []string{"https://", "http://", ": ", "\n", "\r"} {
			require.NotContains(t, describe(strings.Trim(text, "{<")+begin+secret), secret)
		}
	})
}
