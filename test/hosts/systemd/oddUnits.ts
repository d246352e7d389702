import fc from "fast-check";

/** Pieces of unit files as people write them, right and wrong, each with what must be there once. */
const LINE = fc.constantFrom(
  ...["# a comment", "; another", "   # indented", "", "\t", "X-Ours=1"],
  ...[
    "Nice=5",
    " Nice = 5 ",
    "\tNice=5\t",
    "Nice=50",
    "Nice=5 # five",
    "nice=5",
    "Nice\u00a0=5",
    "Nice=\u00a05",
  ],
  ...["UMask=027", "UMask=9", "no equals sign", "LimitNOFILE=5:4", "Environment=A=b", "Environment=A=%Z"],
  ...[
    "Environment=A=b \\\n# between\n  C=d",
    "Environment=A=b \\\n;\n\n",
    'Environment="A=b',
    "Environment=",
  ],
  ...[
    "ReadWritePaths=/a \\\n  /b",
    "SystemCallFilter=@nope",
    "ProtectSystem=yes",
    "KillSignal=",
    "Sockets=a.service",
  ],
);

/** A service that is right, with odd lines in its midst, in any style of line ends and with any kind of beginning. */
export const oddUnit = fc
  .record({
    lines: fc.uniqueArray(LINE, {
      maxLength: 6,
      selector: (line) => line.split("=")[0]?.trim().toLowerCase(),
    }),
    lineEnd: fc.constantFrom("\n", "\r\n", "\r"),
    beginning: fc.constantFrom("", "\ufeff", "\n\n", "# comment\n"),
    end: fc.constantFrom(
      "",
      "\n",
      "\n\n",
      "\n[X-Ours]\nAnything",
      "\n[Odd]\nA=b",
      "\n[Install]\nWantedBy=a.target",
    ),
  })
  .map(({ lines, lineEnd, beginning, end }) => {
    const text = `${beginning}[Service]\nType=oneshot\nExecStart=/bin/true\n${lines.join("\n")}${end}`;
    return { text: text.replaceAll("\n", lineEnd) };
  });
