import { createHash } from "node:crypto";
import { OPERATOR_PASSWORD, type PythonVariant, type Release } from "./testHost";

/** What an image is made of. Its key names it in the cache, so a changed recipe is a new image. */
export interface Recipe {
  readonly release: Release;
  readonly python: PythonVariant;
  /** Installed by debootstrap, the same for every variant. */
  readonly basePackages: readonly string[];
  /** Installed on a copy of the base. */
  readonly extraPackages: readonly string[];
  /** A shell script, run as root in the finished root file system. */
  readonly provision: string;
}

const BASE_PACKAGES = [
  ...["systemd", "systemd-sysv", "dbus", "openssh-server", "sudo", "iproute2", "procps", "ca-certificates"],
];

const PYTHON_PACKAGES: Record<PythonVariant, readonly string[]> = {
  none: [],
  "without-venv": ["python3"],
  venv: ["python3", "python3-venv"],
};

export function recipeFor(release: Release, python: PythonVariant): Recipe {
  return {
    release,
    python,
    basePackages: BASE_PACKAGES,
    extraPackages: PYTHON_PACKAGES[python],
    provision: PROVISION,
  };
}

/** `bookworm-venv-1f0c…`; the base is the image without extra packages and without provisioning. */
export function imageName(recipe: Recipe): string {
  return `${recipe.release}-${recipe.python}-${digest(recipe)}`;
}

export function baseName({ release, basePackages }: Recipe): string {
  return `${release}-base-${digest(basePackages)}`;
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 12);
}

const PROVISION = `set -eu
useradd --create-home --shell /bin/bash deploy
useradd --create-home --shell /bin/bash guest
# Debian has a group of this name already.
useradd --create-home --shell /bin/bash --no-user-group operator
echo 'operator:${OPERATOR_PASSWORD}' | chpasswd
usermod --append --groups sudo operator
echo 'deploy ALL=(ALL) NOPASSWD: ALL' > /etc/sudoers.d/deploy
chmod 0440 /etc/sudoers.d/deploy

# One file of keys for all users: it is written once per host, with nobody's ownership to get right.
cat > /etc/ssh/sshd_config.d/test-host.conf <<'END'
HostKey /etc/ssh/ssh_host_ed25519_key
AuthorizedKeysFile .ssh/authorized_keys /etc/ssh/authorized_keys
PasswordAuthentication yes
PermitRootLogin prohibit-password
END

# Every host has its own key and its own identity. Package lists are as absent as in a fresh cloud image.
rm -f /etc/ssh/ssh_host_* /etc/machine-id /var/lib/dbus/machine-id
rm -rf /var/lib/apt/lists/* /var/cache/apt/archives/*.deb
systemctl disable apt-daily.timer apt-daily-upgrade.timer
`;
