using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Tasker.Formats.Text;

/// <summary>Builds the tree of one document from the parser's events.</summary>
internal sealed class YamlTreeBuilder(IParser parser, LineMap lines, DiagnosticBag bag)
{
    private readonly Dictionary<string, Built> _anchors = new(StringComparer.Ordinal);
    private readonly Stack<ParsingEvent> _openFlow = new();

    /// <summary>Index of the first character of the last event that the parser gave.</summary>
    public int Last { get; private set; }

    /// <summary>Index of the innermost <c>[</c> or <c>{</c> that is not closed yet.</summary>
    public int? OpenFlow => _openFlow.TryPeek(out var open) ? (int)open.Start.Index : null;

    private ParsingEvent Current => parser.Current ?? throw new InvalidOperationException("The parser has no event.");

    /// <summary>Reads the only document; an empty text is an empty scalar at its beginning.</summary>
    public YamlNode? Document()
    {
        Next();
        Next();
        if (Current is StreamEnd)
        {
            return Nothing(lines.At(0));
        }

        Next();
        var root = Node(1);
        Next();
        Next();
        if (Current is DocumentStart second)
        {
            bag.Error(
                TextCodes.SeveralDocuments,
                lines.At((int)second.Start.Index),
                "A second document begins here.",
                "A file holds one document; '---' between two documents is not read.",
                "Split the file, or remove the '---'.");
        }

        return root?.Node;
    }

    private void Next()
    {
        if (!parser.MoveNext())
        {
            throw new InvalidOperationException("The text ends too early.");
        }

        Last = (int)Current.Start.Index;
    }

    /// <summary>
    /// The value that begins with the current event; afterwards its last event is current. Null after a limit was broken.
    /// </summary>
    private Built? Node(int depth)
    {
        var node = Current as NodeEvent;
        if (depth > YamlReader.MaxDepth)
        {
            bag.Error(
                TextCodes.TooDeep,
                lines.At(Last),
                $"Lists and maps are nested deeper than {YamlReader.MaxDepth}.",
                "Deeper nesting is refused.",
                "Make it flatter.");
            return null;
        }

        if (node is { Tag.IsEmpty: false })
        {
            bag.Error(
                TextCodes.Tag,
                lines.At(Last),
                "A tag ('!…') stands here.",
                "Tags are not read: they could mean anything.",
                "Remove it; put a text that begins with '!' in quotes.");
        }

        var anchor = node?.Anchor.IsEmpty is false ? node.Anchor.Value : null;
        Built? built = Current switch
        {
            Scalar scalar => new Built(Leaf(scalar), 1, 1),
            SequenceStart list => List(list, depth),
            MappingStart map => Map(map, depth),
            AnchorAlias alias => Alias(alias.Value.Value, depth),
            _ => throw new InvalidOperationException("The parser gave no value."),
        };
        if (anchor is not null && built is { } known && Current is not AnchorAlias)
        {
            _anchors[anchor] = known;
        }

        return built;
    }

    private YamlNode.Scalar Leaf(Scalar scalar)
    {
        var style = scalar.Style switch
        {
            YamlDotNet.Core.ScalarStyle.SingleQuoted or YamlDotNet.Core.ScalarStyle.DoubleQuoted => ScalarStyle.Quoted,
            YamlDotNet.Core.ScalarStyle.Literal or YamlDotNet.Core.ScalarStyle.Folded => ScalarStyle.Block,
            _ => ScalarStyle.Plain,
        };
        var comment = style is ScalarStyle.Block ? "" : CommentBehind((int)scalar.End.Index);
        var at = lines.At((int)scalar.Start.Index);
        return new YamlNode.Scalar(scalar.Value, style, comment, at, style switch
        {
            ScalarStyle.Quoted => at with { Column = at.Column + 1 },
            ScalarStyle.Block => FirstContent(lines.LineOf((int)scalar.Start.Index), at),
            _ => at,
        });
    }

    private static YamlNode.Scalar Nothing(Place at) => new("", ScalarStyle.Plain, "", at, at);

    /// <summary>The first character of a block: behind the indentation of the line below its sign.</summary>
    private Place FirstContent(int line, Place sign)
    {
        var below = line + 1 < lines.Count ? lines.Line(line + 1) : default;
        return sign with { Line = sign.Line + 1, Column = below.Length - below.TrimStart(' ').Length + 1 };
    }

    private string CommentBehind(int index)
    {
        var rest = lines.Line(lines.LineOf(index))[(lines.At(index).Column - 1)..].TrimStart(" \t,]}");
        return rest.StartsWith('#') ? rest[1..].Trim().ToString() : "";
    }

    private Built? List(SequenceStart start, int depth)
    {
        var (size, height) = (1, 1);
        var items = ImmutableArray.CreateBuilder<YamlNode>();
        Enter(start, start.Style is SequenceStyle.Flow);
        for (Next(); Current is not SequenceEnd; Next())
        {
            if (Node(depth + 1) is not { } item || !Count(item, ref size, ref height))
            {
                return null;
            }

            items.Add(item.Node);
        }

        Leave(start);
        return new Built(new YamlNode.List(items.ToImmutable(), lines.At((int)start.Start.Index)), size, height);
    }

    private Built? Map(MappingStart start, int depth)
    {
        var (size, height) = (1, 1);
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        var seen = new Dictionary<string, YamlNode.Scalar>(StringComparer.Ordinal);
        var merged = new List<YamlNode>();
        Enter(start, start.Style is MappingStyle.Flow);
        for (Next(); Current is not MappingEnd; Next())
        {
            if (Node(depth + 1) is not { } key)
            {
                return null;
            }

            Next();
            if (Node(depth + 1) is not { } value || !Count(key, ref size, ref height) || !Count(value, ref size, ref height))
            {
                return null;
            }

            if (key.Node is not YamlNode.Scalar name)
            {
                bag.Error(
                    TextCodes.KeyNoText, key.Node.Place, $"A key is {key.Node.Shown}.", "Keys are texts.", "Write a text before the ':'.");
            }
            else if (name is { Text: "<<", Style: ScalarStyle.Plain })
            {
                merged.Add(value.Node);
            }
            else if (seen.TryAdd(name.Text, name))
            {
                entries.Add(new YamlEntry(name, value.Node));
            }
            else
            {
                bag.Error(
                    TextCodes.DuplicateKey,
                    name.Place,
                    $"'{Excerpt.Of(name.Text)}' is here a second time; the first is in line {seen[name.Text].Place.Line}.",
                    "A key can have one value.",
                    "Remove or rename one of them.");
            }
        }

        Leave(start);
        merged.ForEach(from => Merge(from, entries, seen));
        return new Built(new YamlNode.Map(entries.ToImmutable(), lines.At((int)start.Start.Index)), size, height);
    }

    /// <summary>What <c>&lt;&lt;</c> brings in: keys that the map does not have itself.</summary>
    private void Merge(YamlNode from, ImmutableArray<YamlEntry>.Builder entries, Dictionary<string, YamlNode.Scalar> seen)
    {
        switch (from)
        {
            case YamlNode.Map map:
                entries.AddRange(map.Entries.Where(entry => seen.TryAdd(entry.Name, entry.Key)));
                break;
            case YamlNode.List list when list.Items.All(item => item is YamlNode.Map):
                foreach (var item in list.Items)
                {
                    Merge(item, entries, seen);
                }

                break;
            default:
                bag.Error(
                    TextCodes.WrongType, from.Place, $"'<<' is given {from.Shown}.", "It takes in a map.", "Give it the alias of a map.");
                break;
        }
    }

    private Built? Alias(string name, int depth)
    {
        if (!_anchors.TryGetValue(name, out var target))
        {
            bag.Error(
                TextCodes.Alias,
                lines.At(Last),
                $"'*{Excerpt.Of(name)}' stands for nothing.",
                $"An alias needs an anchor '&{Excerpt.Of(name)}' that ends before it.",
                Suggestions.DidYouMean(name, _anchors.Keys, "Put a text that begins with '*' in quotes."));
            return new Built(Nothing(lines.At(Last)), 1, 1);
        }

        if (depth + target.Height - 1 > YamlReader.MaxDepth)
        {
            bag.Error(
                TextCodes.TooDeep,
                lines.At(Last),
                $"With '*{Excerpt.Of(name)}' lists and maps are nested deeper than {YamlReader.MaxDepth}.",
                "Deeper nesting is refused.",
                "Make it flatter.");
            return null;
        }

        return target;
    }

    /// <summary>Adds a part to the size of its whole; false once the file is too large.</summary>
    private bool Count(Built part, ref int size, ref int height)
    {
        height = Math.Max(height, part.Height + 1);
        size = (int)Math.Min((long)size + part.Size, int.MaxValue);
        if (size <= YamlReader.MaxNodes)
        {
            return true;
        }

        bag.Error(
            TextCodes.TooLarge,
            lines.At(Last),
            $"The file holds more than {YamlReader.MaxNodes:N0} values.",
            "Aliases count as often as they are used.",
            "Split the file, or use fewer aliases.");
        return false;
    }

    private void Enter(ParsingEvent start, bool flow)
    {
        if (flow)
        {
            _openFlow.Push(start);
        }
    }

    private void Leave(ParsingEvent start)
    {
        if (_openFlow.TryPeek(out var open) && ReferenceEquals(open, start))
        {
            _openFlow.Pop();
        }
    }

    /// <summary>A value, how many values it holds with itself, and how deep they are nested.</summary>
    private readonly record struct Built(YamlNode Node, int Size, int Height);
}
