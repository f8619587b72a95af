package invitation_test

import "strings"

// rows of invitations with notes of 3,000 bytes.
var (
	alibabaRow    = `{"HandshakeId":"h-Aa11Bb22Cc33Dd44","Status":"Pending","Note":"` + strings.Repeat("n", 3000) + `","CreateTime":"2024-03-01T02:10:05Z"}`
	alibabaRowXML = `<Handshake><HandshakeId>h-Aa11Bb22Cc33Dd44</HandshakeId><Note>` + strings.Repeat("n", 3000) + `</Note><CreateTime>2024-03-01T02:10:05Z</CreateTime></Handshake>`
)

var alibabaLists = map[string]shape{
	"rows":                       {head: `{"Handshakes":[` + alibabaRow, unit: "," + alibabaRow, tail: `]}`},
	"empty rows":                 {head: `{"Handshakes":{"Handshake":[{}`, unit: `,{}`, tail: `]}}`},
	"rows within rows":           {head: `{"Handshakes":[`, unit: `[`},
	"containers within each":     {unit: `{"Handshakes":`},
	"unknown members":            {head: `{"TotalCount":0,"x":0`, unit: `,"x":0`, tail: `}`},
	"unknown empty objects":      {head: `{"TotalCount":0,"x":[{}`, unit: `,{}`, tail: `]}`},
	"an unknown text":            {head: `{"TotalCount":0,"x":"`, unit: `a`, tail: `"}`},
	"an unknown name of escapes": {head: `{"TotalCount":0,"`, unit: `\u0061`, tail: `":0}`},
	"a total of zeros":           {head: `{"TotalCount":1`, unit: `0`, tail: `}`},
	"a total in a string":        {head: `{"TotalCount":"`, unit: `0`, tail: `"}`},
	"a request ID":               {head: `{"TotalCount":0,"RequestId":"`, unit: `a`, tail: `"}`},
	"an ID":                      {head: `{"Handshakes":[{"HandshakeId":"`, unit: `a`, tail: `"}]}`},
	"a number for an ID":         {head: `{"Handshakes":[{"HandshakeId":1`, unit: `0`, tail: `}]}`},
	"a note that is not UTF-8":   {head: `{"Handshakes":[{"Note":"`, unit: "\xff", tail: `"}]}`},
	"a time":                     {head: `{"Handshakes":[{"CreateTime":"`, unit: `2`, tail: `"}]}`},
	"one ID after the other":     {head: `{"Handshakes":[{"HandshakeId":0`, unit: `,"HandshakeId":"` + strings.Repeat("a", 1000) + `"`, tail: `}]}`},
	"white space":                {head: `{"TotalCount":0,`, unit: ` `, tail: `"x":0}`},

	"XML rows":                        {head: `<XResponse><Handshakes>`, unit: alibabaRowXML, tail: `</Handshakes></XResponse>`},
	"XML empty rows":                  {head: `<XResponse><Handshakes>`, unit: `<Handshake/>`, tail: `</Handshakes></XResponse>`},
	"XML empty elements":              {head: `<XResponse><TotalCount>0</TotalCount>`, unit: `<a/>`, tail: `</XResponse>`},
	"XML elements of text":            {head: `<XResponse><TotalCount>0</TotalCount>`, unit: `<a>b</a>`, tail: `</XResponse>`},
	"XML counters":                    {head: `<XResponse>`, unit: `<TotalCount>0</TotalCount>`, tail: `</XResponse>`},
	"XML containers":                  {head: `<XResponse>`, unit: `<Handshakes/>`, tail: `</XResponse>`},
	"XML elements in the container":   {head: `<XResponse><Handshakes>`, unit: `<a/>`, tail: `</Handshakes></XResponse>`},
	"XML elements in a row":           {head: `<XResponse><Handshakes><Handshake>`, unit: `<Note>a</Note>`, tail: `</Handshake></Handshakes></XResponse>`},
	"XML open elements":               {head: `<XResponse><TotalCount>0</TotalCount>`, unit: `<a>`},
	"XML open rows":                   {head: `<XResponse><Handshakes>`, unit: `<Handshake>`},
	"XML attributes":                  {head: `<XResponse><TotalCount>0</TotalCount><a`, unit: ` b=""`, tail: `/></XResponse>`},
	"XML attributes of the root":      {head: `<XResponse`, unit: ` b=""`, tail: `><TotalCount>0</TotalCount></XResponse>`},
	"XML namespaces":                  {head: `<XResponse`, unit: ` xmlns:a="b"`, tail: `><TotalCount>0</TotalCount></XResponse>`},
	"XML an attribute":                {head: `<XResponse a="`, unit: `b`, tail: `"><TotalCount>0</TotalCount></XResponse>`},
	"XML a name":                      {head: `<XResponse><TotalCount>0</TotalCount><a`, unit: `a`, tail: `/></XResponse>`},
	"XML an unknown text":             {head: `<XResponse><TotalCount>0</TotalCount><a>`, unit: `a`, tail: `</a></XResponse>`},
	"XML text of the root":            {head: `<XResponse><TotalCount>0</TotalCount>`, unit: `a`, tail: `</XResponse>`},
	"XML a total":                     {head: `<XResponse><TotalCount>`, unit: `0`, tail: `</TotalCount></XResponse>`},
	"XML an ID":                       {head: `<XResponse><Handshakes><Handshake><HandshakeId>`, unit: `a`, tail: `</HandshakeId></Handshake></Handshakes></XResponse>`},
	"XML references":                  {head: `<XResponse><Handshakes><Handshake><Note>`, unit: `&amp;`, tail: `</Note></Handshake></Handshakes></XResponse>`},
	"XML unknown references":          {head: `<XResponse><TotalCount>0</TotalCount>`, unit: `&#65;`, tail: `</XResponse>`},
	"XML line ends":                   {head: `<XResponse><Handshakes><Handshake><Note>`, unit: "\r\n", tail: `</Note></Handshake></Handshakes></XResponse>`},
	"XML CDATA":                       {head: `<XResponse><Handshakes><Handshake><Note>`, unit: `<![CDATA[a]]>`, tail: `</Note></Handshake></Handshakes></XResponse>`},
	"XML one CDATA":                   {head: `<XResponse><Handshakes><Handshake><Note><![CDATA[`, unit: `a`, tail: `]]></Note></Handshake></Handshakes></XResponse>`},
	"XML comments":                    {head: `<XResponse><TotalCount>0</TotalCount>`, unit: `<!---->`, tail: `</XResponse>`},
	"XML a comment":                   {head: `<XResponse><TotalCount>0</TotalCount><!--`, unit: `a`, tail: `--></XResponse>`},
	"XML instructions":                {head: `<XResponse><TotalCount>0</TotalCount>`, unit: `<?a?>`, tail: `</XResponse>`},
	"XML a declaration":               {head: `<?xml version="1.0"`, unit: ` encoding="UTF-8"`, tail: `?><XResponse><TotalCount>0</TotalCount></XResponse>`},
	"XML a doctype":                   {head: `<!DOCTYPE a "`, unit: `a`, tail: `"><XResponse><TotalCount>0</TotalCount></XResponse>`},
	"XML entities":                    {head: `<!DOCTYPE a [`, unit: `<!ENTITY a "b">`, tail: `]><XResponse><TotalCount>0</TotalCount></XResponse>`},
	"XML text around the container":   {head: `<XResponse><Handshakes>`, unit: ` `, tail: `</Handshakes></XResponse>`},
	"XML text between the containers": {head: `<XResponse>`, unit: "\n", tail: `<TotalCount>0</TotalCount></XResponse>`},
	"XML a time":                      {head: `<XResponse><Handshakes><Handshake><CreateTime>`, unit: `2`, tail: `</CreateTime></Handshake></Handshakes></XResponse>`},
	"XML long rows":                   {head: `<XResponse><Handshakes>`, unit: `<Handshake><Note>` + strings.Repeat("n", 250_000) + `</Note></Handshake>`, tail: `</Handshakes></XResponse>`},
	"HTML":                            {head: `<!doctype html><html>`, unit: `<p>`, tail: `</html>`},
}

var alibabaAtFullSize = map[string]bool{
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

var alibabaSingles = map[string]shape{
	"texts":              {head: `{"Handshake":{"HandshakeId":"h-1"`, unit: `,"Note":"` + strings.Repeat("n", 1000) + `"`, tail: `}}`},
	"a note":             {head: `{"Handshake":{"HandshakeId":"h-1","Note":"`, unit: `n`, tail: `"}}`},
	"unknown members":    {head: `{"Handshake":{"HandshakeId":"h-1"},"x":0`, unit: `,"x":0`, tail: `}`},
	"request IDs":        {head: `{"Handshake":{"HandshakeId":"h-1"}`, unit: `,"RequestId":"a"`, tail: `}`},
	"objects":            {unit: `{"Handshake":`},
	"invitations":        {head: `{"Handshake":[{"HandshakeId":"h-1"}`, unit: `,{}`, tail: `]}`},
	"nothing but text":   {unit: `a`},
	"XML invitations":    {head: `<XResponse>`, unit: `<Handshake/>`, tail: `</XResponse>`},
	"XML empty elements": {head: `<XResponse><Handshake><HandshakeId>h-1</HandshakeId></Handshake>`, unit: `<a/>`, tail: `</XResponse>`},
	"XML texts":          {head: `<XResponse><Handshake>`, unit: `<HandshakeId>h-1</HandshakeId>`, tail: `</Handshake></XResponse>`},
	"XML open elements":  {head: `<XResponse>`, unit: `<Handshake>`},
	"XML attributes":     {head: `<XResponse`, unit: ` b=""`, tail: `><Handshake><HandshakeId>h-1</HandshakeId></Handshake></XResponse>`},
}

var alibabaRefusals = map[string]shape{
	"details":            {head: `{"Code":"X","AccessDeniedDetail":{"A":0`, unit: `,"A":0`, tail: `}}`},
	"a message":          {head: `{"Code":"X","Message":"`, unit: `\n`, tail: `"}`},
	"a detail":           {head: `{"Code":"X","AccessDeniedDetail":"{\"A\":\"`, unit: `a`, tail: `\"}"}`},
	"objects":            {unit: `{"Code":`},
	"XML empty elements": {head: `<Error><Code>X</Code>`, unit: `<a/>`, tail: `</Error>`},
	"XML open elements":  {unit: `<Error>`},
	"XML attributes":     {head: `<Error`, unit: ` b=""`, tail: `><Code>X</Code></Error>`},
	"XML details":        {head: `<Error><AccessDeniedDetail>`, unit: `<a/>`, tail: `</AccessDeniedDetail></Error>`},
	"XML a message":      {head: `<Error><Message>`, unit: `a`, tail: `</Message></Error>`},
	"white space":        {unit: "\n"},
}

var alibabaShapes = shapes{
	lists: alibabaLists, singles: alibabaSingles, refusals: alibabaRefusals, atFullSize: alibabaAtFullSize,
}
