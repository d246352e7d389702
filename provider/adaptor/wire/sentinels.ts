/**
 * How Pulumi says on the wire what a protobuf Struct can't: an object with `signatureKey` is not an object but what the
 * signature names, and these strings are not strings but values that only the update will know.
 *
 * `sdk/go/common/resource/{sig,plugin/rpc.go}` in pulumi/pulumi.
 */
export const signatureKey = "4dabf18193072939515e22adb298388d";

export const signatures = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  asset: "c44067f5952c0a294b673a41bacd8c17",
  archive: "0def7320c3a5731c473e5ecbe6d01bc7",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const;

/** The unknown that says nothing of its type: the one we send. */
export const unknownSentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Every unknown the engine may send: it keeps the type where it knows it. */
export const unknownSentinels: ReadonlySet<string> = new Set([
  unknownSentinel,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7", // bool
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421", // number
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2", // array
  "030794c1-ac77-496b-92df-f27374a8bd58", // asset
  "e48ece36-62e2-4504-bad9-02848725956a", // archive
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff", // object
]);

/** sha256 of nothing: an asset of this hash is the empty text, which the wire otherwise can't tell from a left-out one. */
export const emptyTextHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
