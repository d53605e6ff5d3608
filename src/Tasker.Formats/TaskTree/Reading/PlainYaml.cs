using System.Collections.Immutable;
using System.Buffers;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Text;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>
/// Front matter as nearly every task has it: <c>key: value</c> lines and lists of <c>- value</c> lines, values plain words or in double quotes.
/// Gives what <see cref="YamlReader"/> gives, several times as fast; whatever else stands there is left to it.
/// </summary>
internal static class PlainYaml
{
    private static readonly SearchValues<char> KeyLetters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./- ");

    /// <summary>Reads it; null when it holds anything but the plainest lines, sound or not.</summary>
    /// <param name="path">Path of every place.</param>
    /// <param name="text">The lines.</param>
    /// <param name="firstLine">Number of the first line.</param>
    public static YamlNode.Map? Read(string path, string text, int firstLine)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>(12);
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        YamlNode.Scalar? open = null; // The key whose list is being read.
        var (indent, listAt, line) = (0, default(Place), firstLine - 1);
        foreach (var range in text.AsSpan().Split('\n'))
        {
            line++;
            var rest = text.AsSpan()[range];
            var start = rest.IndexOfAnyExcept(' ');
            if (start < 0)
            {
                continue;
            }

            if (start > 0 || rest[0] == '-')
            {
                // YAML takes a list at any depth; here it is deeper than its key, and all its items are equally deep.
                if (open is null || start == 0 || (items.Count > 0 && start != indent) || !rest[start..].StartsWith("- ")
                    || Value(rest, start + 2, path, line) is not { } item)
                {
                    return null;
                }

                (indent, listAt) = (start, items.Count == 0 ? new Place(path, line, start + 1) : listAt);
                items.Add(item);
                continue;
            }

            if (!Close(ref open) || KeyOf(rest) is not { } key || entries.Any(entry => entry.Name == key))
            {
                return null;
            }

            var at = new Place(path, line, 1);
            var name = new YamlNode.Scalar(key, ScalarStyle.Plain, "", at, at);
            rest = rest.TrimEnd(' ');
            if (rest.Length == key.Length + 1)
            {
                open = name;
            }
            else if (rest[key.Length + 1] == ' ' && Value(rest, key.Length + 2, path, line) is { } value)
            {
                entries.Add(new YamlEntry(name, value));
            }
            else
            {
                return null;
            }
        }

        return Close(ref open) && entries.Count > 0 ? new YamlNode.Map(entries.ToImmutable(), entries[0].Key.Place) : null;

        bool Close(ref YamlNode.Scalar? key)
        {
            if (key is not null)
            {
                if (items.Count == 0)
                {
                    return false;
                }

                entries.Add(new YamlEntry(key, new YamlNode.List(items.ToImmutable(), listAt)));
                items.Clear();
                key = null;
            }

            return true;
        }
    }

    private static string? KeyOf(ReadOnlySpan<char> line)
    {
        var end = line.IndexOfAnyExcept(KeyLetters);
        return end is > 0 and < 100 && line[end] == ':' ? line[..end].ToString() : null;
    }

    private static YamlNode? Value(ReadOnlySpan<char> line, int start, string path, int number)
    {
        var text = line[start..].TrimEnd(' ');
        start += text.Length - text.TrimStart(' ').Length;
        text = text.TrimStart(' ');
        var at = new Place(path, number, start + 1);
        if (text.SequenceEqual("[]"))
        {
            return new YamlNode.List([], at);
        }

        if (text is ['"', .., '"'] && text.Length > 1)
        {
            var inner = text[1..^1];
            foreach (var c in inner)
            {
                if (c is < ' ' or '"' or '\\' or (> '~' and < '\u00C0') or >= '\u2000')
                {
                    return null;
                }
            }

            return new YamlNode.Scalar(inner.ToString(), ScalarStyle.Quoted, "", at, at with { Column = at.Column + 1 });
        }

        return text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && !text.ContainsAnyExcept(Plain)
            ? new YamlNode.Scalar(text.ToString(), ScalarStyle.Plain, "", at, at)
            : null;
    }
}
