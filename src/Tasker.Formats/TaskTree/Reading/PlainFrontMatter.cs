using System.Buffers;
using System.Collections.Immutable;

namespace Tasker.Formats.TaskTree.Reading;

/// <summary>
/// Front matter as nearly every task has it: <c>key: value</c> lines and lists of <c>- value</c> lines, known keys, values plain words or
/// in double quotes. Gives what the full YAML reader gives, many times as fast; whatever else stands there is left to that one.
/// </summary>
internal ref struct PlainFrontMatter
{
    private const int MostLines = 2_000;

    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./- ");

    private readonly ReadBuffers _buffers;
    private ReadOnlySpan<char> _value;
    private int _column;
    private bool _isQuoted;
    private int _line;
    private int _seen;

    private PlainFrontMatter(ReadBuffers buffers) => _buffers = buffers;

    /// <summary>The keys, as bits of those that were seen.</summary>
    private enum Key
    {
        None,
        Id,
        Title,
        Phase,
        Estimate,
        Complexity,
        Priority,
        Dependencies,
        Inputs,
        Outputs,
        Skills,
    }

    /// <summary>Reads it; null when it holds anything but the plainest lines, sound or not.</summary>
    /// <param name="text">The beginning of a file, up to the end of its front matter at least.</param>
    /// <param name="buffers">Room to work in, and the texts that are there already.</param>
    public static TaskKeys? Read(ReadOnlySpan<char> text, ReadBuffers buffers)
    {
        var first = text.IndexOf('\n');
        return first > 0 && text[..first].TrimEnd() is "---" ? new PlainFrontMatter(buffers).Lines(text[(first + 1)..]) : null;
    }

    private TaskKeys? Lines(ReadOnlySpan<char> text)
    {
        var keys = new TaskKeys();
        var (open, indent, items) = (Key.None, 0, _buffers.Items);
        items.Clear();
        for (_line = 2; _line < MostLines; _line++)
        {
            var end = text.IndexOf('\n');
            if (end < 0 && text.TrimEnd() is not ("---" or "..."))
            {
                return null;
            }

            var line = (end < 0 ? text : text[..end]).TrimEnd('\r');
            text = end < 0 ? [] : text[(end + 1)..];
            var start = line.IndexOfAnyExcept(' ');
            if (start < 0)
            {
                continue;
            }

            if (line[0] == '-' && line.TrimEnd() is "---" || line[0] == '.' && line.TrimEnd() is "...")
            {
                return open is Key.None || Close(open, keys) ? Whole(keys) : null;
            }

            if (start > 0 || line[0] == '-')
            {
                // YAML takes a list at any depth; here it is deeper than its key, and all its items are equally deep.
                if (open is Key.None || start == 0 || (items.Count > 0 && start != indent) || !line[start..].StartsWith("- ")
                    || !Value(line, start + 2) || !IsFilled)
                {
                    return null;
                }

                indent = start;
                items.Add(open is Key.Skills ? default : Text(_value.Trim(), isId: open is Key.Dependencies));
                continue;
            }

            var colon = line.IndexOf(':');
            var key = colon < 0 ? Key.None : KeyOf(line[..colon]);
            if ((open is not Key.None && !Close(open, keys)) || key is Key.None || (_seen & (1 << (int)key)) != 0)
            {
                return null;
            }

            _seen |= 1 << (int)key;
            line = line.TrimEnd(' ');
            open = line.Length == colon + 1 && key >= Key.Dependencies ? key : Key.None;
            if (open is Key.None && (line.Length <= colon + 2 || line[colon + 1] != ' ' || !Value(line, colon + 2) || !Take(key, keys)))
            {
                return null;
            }
        }

        return null;
    }

    private static Key KeyOf(ReadOnlySpan<char> name) => name switch
    {
        "task_id" => Key.Id,
        "title" => Key.Title,
        "phase" => Key.Phase,
        "estimated_duration" => Key.Estimate,
        "complexity" => Key.Complexity,
        "priority" => Key.Priority,
        "dependencies" => Key.Dependencies,
        "inputs" => Key.Inputs,
        "outputs" => Key.Outputs,
        "skills_required" => Key.Skills,
        _ => Key.None,
    };

    private readonly TaskKeys? Whole(TaskKeys keys)
    {
        keys.HasTitle = (_seen & (1 << (int)Key.Title)) != 0;
        return keys.Id is null ? null : keys;
    }

    /// <summary>True for a text with something in it.</summary>
    private readonly bool IsFilled => _isQuoted ? _value.Trim().Length > 0 : _value is not ("[]" or "null");

    /// <summary>Ends the list of a key; false when it had no item.</summary>
    private readonly bool Close(Key key, TaskKeys keys)
    {
        if (_buffers.Items.Count == 0)
        {
            return false;
        }

        Set(key, keys, key is Key.Skills ? [] : [.. _buffers.Items]);
        _buffers.Items.Clear();
        return true;
    }

    /// <summary>Takes the value behind a key; false when it is none for that key.</summary>
    private readonly bool Take(Key key, TaskKeys keys)
    {
        if (key >= Key.Dependencies)
        {
            Set(key, keys, []);
            return !_isQuoted && _value is "[]";
        }

        if (!IsFilled)
        {
            return false;
        }

        var text = Text(key is Key.Id ? _value : _value.Trim(), isId: key is Key.Id);
        switch (key)
        {
            case Key.Id:
                keys.Id = text;
                break;
            case Key.Title:
                keys.Title = text;
                break;
            case Key.Phase:
                keys.Phase = text;
                break;
            case Key.Estimate:
                keys.Estimate = text;
                break;
            case Key.Complexity:
                keys.Complexity = text;
                break;
            default:
                keys.Priority = text;
                break;
        }

        return true;
    }

    private readonly TaskText Text(ReadOnlySpan<char> text, bool isId) => new(_buffers.Shared(text, isId), (ushort)_line, _column);

    private static void Set(Key key, TaskKeys keys, ImmutableArray<TaskText> list)
    {
        switch (key)
        {
            case Key.Dependencies:
                keys.Dependencies = list;
                break;
            case Key.Inputs:
                keys.Inputs = list;
                break;
            case Key.Outputs:
                keys.Outputs = list;
                break;
        }
    }

    /// <summary>Finds the value that begins somewhere behind a place of a line; false when it is not plain.</summary>
    private bool Value(ReadOnlySpan<char> line, int start)
    {
        var text = line[start..].TrimEnd(' ');
        start += text.Length - text.TrimStart(' ').Length;
        text = text.TrimStart(' ');
        _column = start + 1;
        _isQuoted = text is ['"', .., '"'] && text.Length > 1;
        _value = _isQuoted ? text[1..^1] : text;
        if (!_isQuoted)
        {
            return text is "[]" || (text.Length > 0 && char.IsAsciiLetterOrDigit(text[0]) && !text.ContainsAnyExcept(Plain));
        }

        foreach (var c in _value)
        {
            if (c is < ' ' or '"' or '\\' or (> '~' and < '\u00C0') or >= '\u2000')
            {
                return false;
            }
        }

        return true;
    }
}
