//go:build !race

// The race detector finds nothing here, because these tests have one goroutine.

package alibabarm

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// xmlContents are valid and invalid contents of an element.
var xmlContents = []string{
	"", " ", "a", "a b", "é😀", "a\r\nb\rc\n", "\u0085\u2028\ufeff", "\x7f", "\x01", "\x00",
	"\ufffe", "\ufffd", "\xff", "\xed\xa0\x80",
	"a&amp;b&lt;&gt;&apos;&quot;", "&#65;&#x41;&#x1F600;", "&#13;&#10;", "a\r&#10;b", "&#x10FFFF;",
	"&#x110000;", "&#0;", "&#xD800;", "&#xFFFE;", "&#x;", "&#;", "&#a;", "&#X41;", "&#-1;", "&#+1;",
	"&nbsp;", "&AMP;", "&amp", "&", "& ", "&;", "&a b;", "&#000000000000000000000065;",
	"&#4294967361;",
	"a]]>b", "]]", "]>", "<![CDATA[]]>", "<![CDATA[<x>&amp;]]>", "a<![CDATA[b\r\n]]>c",
	"<![CDATA[]]]]>", "<![CDATA[a", "<![cdata[a]]>", "<![CDATA[\x01]]>",
	"<!---->", "a<!-- c -->b", "<!-- <b> & -->", "<!-- a -- b -->", "<!-->", "<!--->",
	"<!-- a --->", "<!-- a",
	"<?pi x?>a", "<?pi?>", "<??>", "<? pi?>", "<?pi x", "<?xml version='1.0'?>",
	"<b/>", "<b></b>", "a<b>c</b>d", "<b >c</b >", "<b\n/>", "<b/ >", "< b/>", "<b></ b>", "<b>",
	"</b>", "<b></c>", "<b><c></b></c>", "<b></B>", "<", "<b", "<b x", "</",
	`<b x="1"/>`, `<b x='1' y = "2">c</b>`, `<b x='1'y='2'/>`, `<b x='"' y="'"/>`,
	`<b x="&lt;&#65;"/>`, `<b x="&x;"/>`, `<b x="&"/>`, `<b x="&amp"/>`, `<b x="<"/>`, `<b x=">"/>`,
	`<b x="]]>"/>`, `<b x=1/>`, `<b x/>`, `<b x=/>`, `<b x="1/>`, `<b x='1"/>`, `<b ="1"/>`,
	`<b x="1" x="2"/>`, "<b x=\"\r\n\"/>", `<b x="1"`,
	`<n:b xmlns:n="u"/>`, `<n:b></n:b>`, `<n:b></b>`, `<n:b></m:b>`, `<:b/>`, `<b:/>`, `<a:b:c/>`,
	`<:/>`, `<b xmlns="u"/>`, `<1/>`, `<-b/>`, `<.b/>`, `<_b/>`, `<b-.1_/>`, `<b$/>`,
	"<!b>", "<!>", "<!DOCTYPE x [<!ENTITY e 'v'>]>",
}

// xmlDocuments are documents that differ outside of the root element.
var xmlDocuments = []string{
	"$", " \n$\n ", "\ufeff$", "x$", "$x", "$$", "$<x/>", "$</x>", "$<!-- c -->",
	"<!-- c -->$<?pi?>", "$<!-- -- -->", "$\x00", "&amp;$", "<![CDATA[ ]]>$",
	`<?xml version="1.0"?>$`, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>$`,
	`<?xml version='1.0' encoding='utf-8'?>$`, `<?xml?>$`, ` <?xml version="1.0"?>$`,
	`<?xml encoding="UTF-8"?>$`,
	`<?xml version="1.1"?>$`, `<?xml version="1.0" encoding="GBK"?>$`,
	`<?xml version="1.0" encoding="UTF-16"?>$`, `<?xml version="1.0" encoding="ISO-8859-1"?>$`,
	`<?xml version="1.0"$`, `<?xml version="1.0" encoding = "GB2312" ?>$`,
	"<!DOCTYPE x>$", "<!doctype x>$", `<!DOCTYPE x SYSTEM "x.dtd">$`,
	`<!DOCTYPE x [<!ENTITY e "h-1">]>$`, "<!DOCTYPE x$", "<!DOCTYPE x \">$", "<!DOCTYPE x '>$",
	`<!DOCTYPE x PUBLIC "a" 'b'>$`, "$<!- -- -->", "$<!DOCTYPE x>", "<!x>$", "", " ", "<", "<!",
	"<?", "<!--", "<a", "<1>", "no",
}

const xmlRoot = `<XResponse><PageNumber>1</PageNumber><Handshakes><Handshake><HandshakeId>h</HandshakeId></Handshake></Handshakes></XResponse>`

// stricter are the parts of the above that the decoder refuses although encoding/xml reads
// them.
var stricter = []string{
	"&#xD800;", // half of a pair, which it reads as U+FFFD
	"&#000000000000000000000065;",
	"<!b>", "<!x>", "<!>", "><!DOCTYPE x",
	"[<!ENTITY", // declarations other than a DOCTYPE before the root element
	"<![CDATA[ ]]><",
	`encoding = "GB2312"`, // with spaces, behind which it sees no encoding
}

// xmlSeeds returns documents that both decoders must read in the same way.
func xmlSeeds() (bodies [][]byte) {
	for _, content := range xmlContents {
		for _, document := range []string{
			"<XResponse><Handshakes><Handshake><HandshakeId>a%</HandshakeId><Note>b</Note>" +
				"</Handshake></Handshakes></XResponse>",
			"<XResponse><Handshakes>%<Handshake/></Handshakes></XResponse>",
			"<XResponse><TotalCount>1</TotalCount>%</XResponse>",
			"<XResponse><Handshake><HandshakeId>h</HandshakeId><Status>%</Status>%</Handshake>" +
				"</XResponse>",
		} {
			bodies = append(bodies, []byte(strings.ReplaceAll(document, "%", content)))
		}
	}
	for _, document := range xmlDocuments {
		bodies = append(bodies, []byte(strings.ReplaceAll(document, "$", xmlRoot)))
	}
	return bodies
}

func TestReadXMLList(t *testing.T) {
	t.Parallel()
	t.Run("reads only what encoding/xml reads, and all of it except stricter", func(t *testing.T) {
		t.Parallel()
		for _, body := range xmlSeeds() {
			odd := slices.ContainsFunc(stricter, func(part string) bool { return bytes.Contains(body, []byte(part)) })
			if atMostAsOracle(t, body); !odd {
				sameAsOracle(t, body)
			}
		}
	})
	t.Run("refuses with a reason that quotes nothing", func(t *testing.T) {
		t.Parallel()
		for _, c := range []struct{ body, want string }{
			{body: `<?xml version="1.0" encoding="GBK"?><XResponse/>`,
				want: ": the encoding is not UTF-8"},
			{body: `<!DOCTYPE x [<!ENTITY e "h">]><XResponse>&e;</XResponse>`,
				want: ": the DOCTYPE has declarations"},
			{body: "<XResponse>&canary;</XResponse>",
				want: "XML: byte 11: an entity is not one of lt, gt, amp, apos and quot"},
			{body: "<XResponse><canary></XResponse>",
				want: "XML: byte 30: an element ends under another name"},
			{body: "<XResponse><TotalCount>1</TotalCount>",
				want: "XML: byte 37: an element has no end"},
			{body: "<XResponse><TotalCount>\xff</TotalCount></XResponse>",
				want: "XML: byte 23: the text is not UTF-8 or has control characters"},
			{body: "<canary><TotalCount>1</TotalCount></canary>",
				want: "XML: the root element is not a response"},
			{body: "<XResponse/><canary/>",
				want: "XML: byte 12: there is more than one element"},
			{body: "<XResponse>" + strings.Repeat("<a>", 1000),
				want: ": elements nest too deeply"},
			{body: "<XResponse><Handshake/></XResponse>",
				want: "a row is outside of its container"},
			{body: "<XResponse><Handshakes/><Handshakes/></XResponse>",
				want: "a container appears twice"},
			{body: "<XResponse><Handshakes><canary/></Handshakes></XResponse>",
				want: "the row container holds something else"},
			{body: "<XResponse><Note>" + strings.Repeat("a", 256<<10+1) + "</Note></XResponse>",
				want: "the response is not a list of handshakes"},
			{body: "<XResponse><Code>" + strings.Repeat("a", 256<<10+1) + "</Code></XResponse>",
				want: "a text of more than 256 KiB"},
		} {
			_, err := decodeList([]byte(c.body))
			require.ErrorIs(t, err, errNotList, "%.100s", c.body)
			assert.Contains(t, err.Error(), c.want, "%.100s", c.body)
			assert.NotContains(t, err.Error(), "canary")
		}
	})
	t.Run("nests a thousand deep", func(t *testing.T) {
		t.Parallel()
		for depth, want := range map[int]bool{998: true, 1000: false, 1_000_000: false} {
			deep := strings.Repeat("<a>", depth) + strings.Repeat("</a>", depth)
			_, err := decodeList([]byte("<XResponse><TotalCount>0</TotalCount>" + deep + deep + "</XResponse>"))
			assert.Equal(t, want, err == nil, depth)
		}
	})
}

func TestReadXMLHandshake_Time(t *testing.T) {
	t.Parallel()
	want := at(t, "2017-01-17T09:41:00Z")
	for _, text := range []string{"2017-01-17T09:41:00Z", "2017-01-17T09:41Z", "2017-01-17 09:41:00", "2017-01-17t09:41:00z", "2017-01-17T17:41:00+0800", "\n1484646060 ", "1484646060000"} {
		page, err := decodeList([]byte("\ufeff<XResponse><Handshakes><Handshake><ExpireTime>" + text + "</ExpireTime></Handshake></Handshakes></XResponse>"))
		require.NoError(t, err, text)
		assert.Equal(t, want, page.Items[0].ExpireTime, text)
	}
}

// atMostAsOracle checks that the oracle agrees with everything that the decoder reads.
func atMostAsOracle(t testing.TB, body []byte) {
	t.Helper()
	plain := bytes.TrimPrefix(body, []byte("\ufeff"))
	if page, err := decodeList(body); err == nil {
		want, err := oracleList(plain)
		require.NoError(t, err, "%q", body)
		require.Equal(t, want, page, "%q", body)
	}
	if one, err := decodeOne(body); err == nil {
		want, err := oracleOne(plain)
		require.NoError(t, err, "%q", body)
		require.Equal(t, want, one, "%q", body)
	}
}
