using System.Buffers;
using System.Text;
using Tasker.Core.Values;

namespace Tasker.Executors.Logs;

/// <summary>Replaces secret values by <c>***</c>.</summary>
/// <remarks>
/// A value counts when it has 6 characters or more: shorter ones would blacken ordinary text. Of a value of several lines each line
/// counts too, since logs are shown by lines. Where values overlap, the first one that matches wins, the longest of those.
/// </remarks>
public sealed class SecretMask
{
    /// <summary>What is shown in place of a secret.</summary>
    public const string Shown = "***";

    private const int Shortest = 6;
    private const int Longest = 64 << 10;

    private readonly string[] _texts;
    private readonly SearchValues<string> _anyText;
    private readonly string[] _bytes;
    private readonly SearchValues<string> _anyBytes;

    private SecretMask(string[] texts)
    {
        _texts = texts;
        _anyText = SearchValues.Create(texts, StringComparison.Ordinal);

        // Bytes as characters of the same number: one search serves both.
        _bytes = [.. texts.Select(t => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(t))).OrderByDescending(t => t.Length)];
        _anyBytes = SearchValues.Create(_bytes, StringComparison.Ordinal);
        LongestInBytes = _bytes.Length == 0 ? 0 : _bytes[0].Length;
    }

    /// <summary>Masks nothing.</summary>
    public static SecretMask None { get; } = new([]);

    /// <summary>True when there is nothing to mask.</summary>
    public bool IsEmpty => _texts.Length == 0;

    /// <summary>Bytes of the longest value.</summary>
    internal int LongestInBytes { get; }

    /// <summary>A mask for such values; those that are too short or longer than 64 KiB are left out.</summary>
    public static SecretMask Of(IEnumerable<string> secrets)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        var texts = secrets
            .SelectMany(s => s.Split('\n').Append(s).Append(s.TrimEnd('\n')))
            .Select(s => s.TrimEnd('\r'))
            .Where(s => s.Length is >= Shortest and <= Longest && !string.IsNullOrWhiteSpace(s))
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(s => s.Length).ThenBy(s => s, StringComparer.Ordinal)
            .ToArray();
        return texts.Length == 0 ? None : new SecretMask(texts);
    }

    /// <summary>A mask for variables: those whose names look secret or are named as such, and passwords inside of URLs.</summary>
    /// <param name="variables">Names and values.</param>
    /// <param name="secretNames">Names that are secret whatever they look like.</param>
    public static SecretMask OfVariables(IEnumerable<KeyValuePair<string, string>> variables, IReadOnlySet<string> secretNames)
    {
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(secretNames);
        List<string>? secrets = null;
        foreach (var (name, value) in variables)
        {
            if (value.Length < Shortest)
            {
                continue;
            }

            if (secretNames.Contains(name) || SecretNames.LooksSecret(name))
            {
                (secrets ??= []).Add(value);
            }
            else if (PasswordInUrl(value) is { } password)
            {
                (secrets ??= []).Add(password);
            }
        }

        return secrets is null ? None : Of(secrets);
    }

    /// <summary>The text with every secret replaced.</summary>
    public string Apply(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var at = IsEmpty ? -1 : text.AsSpan().IndexOfAny(_anyText);
        if (at < 0)
        {
            return text;
        }

        var result = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (at >= 0)
        {
            result.Append(rest[..at]).Append(Shown);
            rest = rest[(at + LengthAt(rest[at..], _texts))..];
            at = rest.IndexOfAny(_anyText);
        }

        return result.Append(rest).ToString();
    }

    /// <summary>The value with every secret in its texts replaced; names of fields stay.</summary>
    public Value Apply(Value value) => IsEmpty ? value : value switch
    {
        Value.Text text => Value.Of(Apply(text.Content)),
        Value.List list => new Value.List([.. list.Items.Select(item => Apply(item))]),
        Value.Map map => Apply(map),
        _ => value,
    };

    /// <inheritdoc cref="Apply(Value)"/>
    public Value.Map Apply(Value.Map map)
    {
        ArgumentNullException.ThrowIfNull(map);
        return IsEmpty ? map : Value.Map.From(map.Names.Select(name => new KeyValuePair<string, Value>(name, Apply(map[name]))));
    }

    /// <summary>The first secret in bytes that were widened to characters; a length of 0 when there is none.</summary>
    internal (int At, int Length) FindInBytes(ReadOnlySpan<char> bytes)
    {
        var at = IsEmpty ? -1 : bytes.IndexOfAny(_anyBytes);
        return at < 0 ? (bytes.Length, 0) : (at, LengthAt(bytes[at..], _bytes));
    }

    private static int LengthAt(ReadOnlySpan<char> text, string[] longestFirst)
    {
        foreach (var candidate in longestFirst)
        {
            if (text.StartsWith(candidate, StringComparison.Ordinal))
            {
                return candidate.Length;
            }
        }

        return 1;
    }

    private static string? PasswordInUrl(string value)
    {
        var scheme = value.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0)
        {
            return null;
        }

        var authority = value.AsSpan(scheme + 3);
        var end = authority.IndexOfAny("/?#");
        authority = end < 0 ? authority : authority[..end];
        var (at, colon) = (authority.LastIndexOf('@'), authority.IndexOf(':'));
        return colon >= 0 && at > colon + 1 ? authority[(colon + 1)..at].ToString() : null;
    }
}
