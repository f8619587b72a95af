//go:build !race

package alibabarm_test

import "strings"

// rows of invitations with notes of 3,000 bytes.
var (
	row    = `{"HandshakeId":"h-Aa11Bb22Cc33Dd44","Status":"Pending","Note":"` + strings.Repeat("n", 3000) + `","CreateTime":"2024-03-01T02:10:05Z"}`
	rowXML = `<Handshake><HandshakeId>h-Aa11Bb22Cc33Dd44</HandshakeId><Note>` + strings.Repeat("n", 3000) + `</Note><CreateTime>2024-03-01T02:10:05Z</CreateTime></Handshake>`
)

var lists = map[string]shape{
	"rows":                       {`{"Handshakes":[` + row, "," + row, `]}`},
	"empty rows":                 {`{"Handshakes":{"Handshake":[{}`, `,{}`, `]}}`},
	"rows within rows":           {`{"Handshakes":[`, `[`, ``},
	"containers within each":     {``, `{"Handshakes":`, ``},
	"unknown members":            {`{"TotalCount":0,"x":0`, `,"x":0`, `}`},
	"unknown empty objects":      {`{"TotalCount":0,"x":[{}`, `,{}`, `]}`},
	"an unknown text":            {`{"TotalCount":0,"x":"`, `a`, `"}`},
	"an unknown name of escapes": {`{"TotalCount":0,"`, `\u0061`, `":0}`},
	"a total of zeros":           {`{"TotalCount":1`, `0`, `}`},
	"a total in a string":        {`{"TotalCount":"`, `0`, `"}`},
	"a request ID":               {`{"TotalCount":0,"RequestId":"`, `a`, `"}`},
	"an ID":                      {`{"Handshakes":[{"HandshakeId":"`, `a`, `"}]}`},
	"a number for an ID":         {`{"Handshakes":[{"HandshakeId":1`, `0`, `}]}`},
	"a note that is not UTF-8":   {`{"Handshakes":[{"Note":"`, "\xff", `"}]}`},
	"a time":                     {`{"Handshakes":[{"CreateTime":"`, `2`, `"}]}`},
	"one ID after the other":     {`{"Handshakes":[{"HandshakeId":0`, `,"HandshakeId":"` + strings.Repeat("a", 1000) + `"`, `}]}`},
	"white space":                {`{"TotalCount":0,`, ` `, `"x":0}`},

	"XML rows":                        {`<XResponse><Handshakes>`, rowXML, `</Handshakes></XResponse>`},
	"XML empty rows":                  {`<XResponse><Handshakes>`, `<Handshake/>`, `</Handshakes></XResponse>`},
	"XML empty elements":              {`<XResponse><TotalCount>0</TotalCount>`, `<a/>`, `</XResponse>`},
	"XML elements of text":            {`<XResponse><TotalCount>0</TotalCount>`, `<a>b</a>`, `</XResponse>`},
	"XML counters":                    {`<XResponse>`, `<TotalCount>0</TotalCount>`, `</XResponse>`},
	"XML containers":                  {`<XResponse>`, `<Handshakes/>`, `</XResponse>`},
	"XML elements in the container":   {`<XResponse><Handshakes>`, `<a/>`, `</Handshakes></XResponse>`},
	"XML elements in a row":           {`<XResponse><Handshakes><Handshake>`, `<Note>a</Note>`, `</Handshake></Handshakes></XResponse>`},
	"XML open elements":               {`<XResponse><TotalCount>0</TotalCount>`, `<a>`, ``},
	"XML open rows":                   {`<XResponse><Handshakes>`, `<Handshake>`, ``},
	"XML attributes":                  {`<XResponse><TotalCount>0</TotalCount><a`, ` b=""`, `/></XResponse>`},
	"XML attributes of the root":      {`<XResponse`, ` b=""`, `><TotalCount>0</TotalCount></XResponse>`},
	"XML namespaces":                  {`<XResponse`, ` xmlns:a="b"`, `><TotalCount>0</TotalCount></XResponse>`},
	"XML an attribute":                {`<XResponse a="`, `b`, `"><TotalCount>0</TotalCount></XResponse>`},
	"XML a name":                      {`<XResponse><TotalCount>0</TotalCount><a`, `a`, `/></XResponse>`},
	"XML an unknown text":             {`<XResponse><TotalCount>0</TotalCount><a>`, `a`, `</a></XResponse>`},
	"XML text of the root":            {`<XResponse><TotalCount>0</TotalCount>`, `a`, `</XResponse>`},
	"XML a total":                     {`<XResponse><TotalCount>`, `0`, `</TotalCount></XResponse>`},
	"XML an ID":                       {`<XResponse><Handshakes><Handshake><HandshakeId>`, `a`, `</HandshakeId></Handshake></Handshakes></XResponse>`},
	"XML references":                  {`<XResponse><Handshakes><Handshake><Note>`, `&amp;`, `</Note></Handshake></Handshakes></XResponse>`},
	"XML unknown references":          {`<XResponse><TotalCount>0</TotalCount>`, `&#65;`, `</XResponse>`},
	"XML line ends":                   {`<XResponse><Handshakes><Handshake><Note>`, "\r\n", `</Note></Handshake></Handshakes></XResponse>`},
	"XML CDATA":                       {`<XResponse><Handshakes><Handshake><Note>`, `<![CDATA[a]]>`, `</Note></Handshake></Handshakes></XResponse>`},
	"XML one CDATA":                   {`<XResponse><Handshakes><Handshake><Note><![CDATA[`, `a`, `]]></Note></Handshake></Handshakes></XResponse>`},
	"XML comments":                    {`<XResponse><TotalCount>0</TotalCount>`, `<!---->`, `</XResponse>`},
	"XML a comment":                   {`<XResponse><TotalCount>0</TotalCount><!--`, `a`, `--></XResponse>`},
	"XML instructions":                {`<XResponse><TotalCount>0</TotalCount>`, `<?a?>`, `</XResponse>`},
	"XML a declaration":               {`<?xml version="1.0"`, ` encoding="UTF-8"`, `?><XResponse><TotalCount>0</TotalCount></XResponse>`},
	"XML a doctype":                   {`<!DOCTYPE a "`, `a`, `"><XResponse><TotalCount>0</TotalCount></XResponse>`},
	"XML entities":                    {`<!DOCTYPE a [`, `<!ENTITY a "b">`, `]><XResponse><TotalCount>0</TotalCount></XResponse>`},
	"XML text around the container":   {`<XResponse><Handshakes>`, ` `, `</Handshakes></XResponse>`},
	"XML text between the containers": {`<XResponse>`, "\n", `<TotalCount>0</TotalCount></XResponse>`},
	"XML a time":                      {`<XResponse><Handshakes><Handshake><CreateTime>`, `2`, `</CreateTime></Handshake></Handshakes></XResponse>`},
	"XML long rows":                   {`<XResponse><Handshakes>`, `<Handshake><Note>` + strings.Repeat("n", 250_000) + `</Note></Handshake>`, `</Handshakes></XResponse>`},
	"HTML":                            {`<!doctype html><html>`, `<p>`, `</html>`},
}

// atFullSize are the shapes that a test reads in full, and whether they are an answer: what
// is beside a list is not read, but there must not be too much of it.
var atFullSize = map[string]bool{
	"list of rows":                   false,
	"list of unknown members":        false,
	"list of an unknown text":        true,
	"list of XML rows":               false,
	"list of XML long rows":          false,
	"list of XML empty elements":     false,
	"list of XML attributes":         false,
	"list of XML open elements":      false,
	"list of XML an unknown text":    true,
	"list of XML unknown references": true,
	"single of XML empty elements":   false,
	"refusal of XML empty elements":  false,
}

var singles = map[string]shape{
	"texts":              {`{"Handshake":{"HandshakeId":"h-1"`, `,"Note":"` + strings.Repeat("n", 1000) + `"`, `}}`},
	"a note":             {`{"Handshake":{"HandshakeId":"h-1","Note":"`, `n`, `"}}`},
	"unknown members":    {`{"Handshake":{"HandshakeId":"h-1"},"x":0`, `,"x":0`, `}`},
	"request IDs":        {`{"Handshake":{"HandshakeId":"h-1"}`, `,"RequestId":"a"`, `}`},
	"objects":            {``, `{"Handshake":`, ``},
	"invitations":        {`{"Handshake":[{"HandshakeId":"h-1"}`, `,{}`, `]}`},
	"nothing but text":   {``, `a`, ``},
	"XML invitations":    {`<XResponse>`, `<Handshake/>`, `</XResponse>`},
	"XML empty elements": {`<XResponse><Handshake><HandshakeId>h-1</HandshakeId></Handshake>`, `<a/>`, `</XResponse>`},
	"XML texts":          {`<XResponse><Handshake>`, `<HandshakeId>h-1</HandshakeId>`, `</Handshake></XResponse>`},
	"XML open elements":  {`<XResponse>`, `<Handshake>`, ``},
	"XML attributes":     {`<XResponse`, ` b=""`, `><Handshake><HandshakeId>h-1</HandshakeId></Handshake></XResponse>`},
}

var refusals = map[string]shape{
	"details":            {`{"Code":"X","AccessDeniedDetail":{"A":0`, `,"A":0`, `}}`},
	"a message":          {`{"Code":"X","Message":"`, `\n`, `"}`},
	"a detail":           {`{"Code":"X","AccessDeniedDetail":"{\"A\":\"`, `a`, `\"}"}`},
	"objects":            {``, `{"Code":`, ``},
	"XML empty elements": {`<Error><Code>X</Code>`, `<a/>`, `</Error>`},
	"XML open elements":  {``, `<Error>`, ``},
	"XML attributes":     {`<Error`, ` b=""`, `><Code>X</Code></Error>`},
	"XML details":        {`<Error><AccessDeniedDetail>`, `<a/>`, `</AccessDeniedDetail></Error>`},
	"XML a message":      {`<Error><Message>`, `a`, `</Message></Error>`},
	"white space":        {``, "\n", ``},
}
