namespace Tasker.Executors.Logs;

/// <summary>Which variables hold something that must not be shown, told by their names.</summary>
public static class SecretNames
{
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "key", "apikey", "token", "secret", "secrets", "password", "passwd", "passphrase", "pass", "credential", "credentials",
        "pat", "auth",
    };

    private static readonly string[] Endings = ["token", "secret", "password", "passwd", "apikey"];

    // What such a variable names is where the secret lies, or how it is used.
    private static readonly HashSet<string> Places = new(StringComparer.OrdinalIgnoreCase)
    {
        "file", "path", "dir", "folder", "sock", "socket", "url", "uri", "host", "type", "method", "name", "user", "timeout",
    };

    /// <summary>
    /// True for names with a word such as <c>KEY</c>, <c>TOKEN</c>, <c>SECRET</c> or <c>PASSWORD</c> in them
    /// (<c>OPENAI_API_KEY</c>, <c>dbPassword</c>); false for those that name a place (<c>SSH_AUTH_SOCK</c>, <c>SSL_KEY_FILE</c>)
    /// and for words that only contain one (<c>MONKEY</c>, <c>MAX_TOKENS</c>).
    /// </summary>
    public static bool LooksSecret(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var words = Split(name);
        return words.Count > 0 && !Places.Contains(words[^1])
            && words.Exists(w => Words.Contains(w) || Array.Exists(Endings, e => w.EndsWith(e, StringComparison.OrdinalIgnoreCase)));
    }

    /// <summary>Words are parted by anything but letters and digits, and where a capital follows a small letter.</summary>
    private static List<string> Split(string name)
    {
        var words = new List<string>();
        var start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            var parts = i == name.Length || !char.IsLetterOrDigit(name[i]);
            if (parts || (i > 0 && char.IsUpper(name[i]) && char.IsLower(name[i - 1])))
            {
                if (i > start)
                {
                    words.Add(name[start..i]);
                }

                start = parts ? i + 1 : i;
            }
        }

        return words;
    }
}
