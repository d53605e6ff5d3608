using System.Collections.Immutable;
using Tasker.Executors.Logs;

namespace Tasker.Executors.Processes;

/// <summary>
/// What commands get of Tasker's own environment: the standard variables, and what they name; nothing else, so that no secret leaks.
/// </summary>
internal sealed class EnvironmentRules
{
    /// <summary>Where programs are looked for when there is no <c>PATH</c>.</summary>
    public const string UsualPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private static readonly HashSet<string> Allowed = new(
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal)
    {
        "PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LANGUAGE", "TERM", "COLORTERM", "NO_COLOR", "TZ", "CI",
        "TMPDIR", "TMP", "TEMP", "SSH_AUTH_SOCK", "DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS",
        "http_proxy", "https_proxy", "ftp_proxy", "all_proxy", "no_proxy",
        "HTTP_PROXY", "HTTPS_PROXY", "FTP_PROXY", "ALL_PROXY", "NO_PROXY", "SSL_CERT_FILE", "SSL_CERT_DIR", "DOTNET_ROOT",
        "SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "PATHEXT", "USERPROFILE", "USERNAME", "USERDOMAIN", "APPDATA",
        "LOCALAPPDATA", "PROGRAMDATA", "PROGRAMFILES", "PROGRAMFILES(X86)", "NUMBER_OF_PROCESSORS", "PROCESSOR_ARCHITECTURE",
    };

    private static readonly string[] AllowedStarts = ["LC_", "XDG_"];

    private readonly IReadOnlyDictionary<string, string> _own;
    private readonly KeyValuePair<string, string>[] _standard;

    /// <param name="own">Tasker's own environment.</param>
    public EnvironmentRules(IReadOnlyDictionary<string, string> own)
    {
        _own = own;
        _standard = [.. own.Where(v => IsStandard(v.Key)).OrderBy(v => v.Key, StringComparer.Ordinal)];
    }

    /// <summary>The environment of one command; a later part overrides an earlier one: standard, passed on, named, markers.</summary>
    /// <param name="passed">Names to be passed on besides the standard ones.</param>
    /// <param name="named">What the workflow, the step and the command name, the least important first.</param>
    /// <param name="markers">What Tasker adds.</param>
    /// <param name="secretNames">Names that are secret whatever they look like.</param>
    public StepEnvironment For(
        ImmutableArray<string> passed,
        IEnumerable<KeyValuePair<string, string>> named,
        IEnumerable<KeyValuePair<string, string>> markers,
        ImmutableHashSet<string> secretNames)
    {
        var all = new Dictionary<string, string>(_standard.Length + 8, StringComparer.Ordinal);
        Add(all, _standard);
        foreach (var name in passed.IsDefaultOrEmpty ? [] : passed)
        {
            if (_own.TryGetValue(name, out var value))
            {
                all[name] = value;
            }
        }

        Add(all, named);
        var mask = Mask(all, secretNames);
        Add(all, markers);
        var entries = new string[all.Count];
        var next = 0;
        foreach (var (name, value) in all)
        {
            entries[next++] = string.Concat(name, "=", value);
        }

        Array.Sort(entries, StringComparer.Ordinal);
        return new StepEnvironment(entries, all.GetValueOrDefault("PATH", UsualPath), mask);
    }

    /// <summary>Why a text cannot be handed to a process; null when it can.</summary>
    public static string? Problem(IEnumerable<KeyValuePair<string, string>> variables)
    {
        foreach (var (name, value) in variables)
        {
            if (name.Length == 0 || name.Contains('=') || name.Contains('\0'))
            {
                return $"'{name}' cannot be the name of an environment variable: it must not be empty nor hold '=' or NUL";
            }

            if (value.Contains('\0'))
            {
                return $"the value of the environment variable '{name}' holds a NUL character";
            }
        }

        return null;
    }

    private static void Add(Dictionary<string, string> all, IEnumerable<KeyValuePair<string, string>> more)
    {
        foreach (var (name, value) in more)
        {
            all[name] = value;
        }
    }

    private static bool IsStandard(string name) =>
        Allowed.Contains(name) || Array.Exists(AllowedStarts, s => name.StartsWith(s, StringComparison.Ordinal));

    private SecretMask Mask(Dictionary<string, string> all, ImmutableHashSet<string> secretNames)
    {
        // A name may be secret though its variable is not handed over: its value may reach the log all the same.
        var hidden = secretNames.Where(n => !all.ContainsKey(n) && _own.ContainsKey(n)).Select(n => KeyValuePair.Create(n, _own[n]));
        return SecretMask.OfVariables(secretNames.IsEmpty ? all : all.Concat(hidden), secretNames);
    }
}
