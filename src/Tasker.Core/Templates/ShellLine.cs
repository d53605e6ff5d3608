using System.Collections.Immutable;
using System.Text;
using Tasker.Core.Diagnostics;
using Tasker.Core.Expressions;

namespace Tasker.Core.Templates;

/// <summary>A shell line whose templates became references to environment variables, so that no value is ever read as code.</summary>
/// <param name="Script">What <c>sh -c</c> is given; the same whatever the values are.</param>
/// <param name="Variables">The variables that it refers to, in the order of the text.</param>
/// <example>
/// <c>tar cf ${{ inputs.name }}.tar "in ${{ run.id }}"</c> becomes <c>tar cf "${TASKER_V1}".tar "in ${TASKER_V2}"</c>.
/// </example>
/// <remarks>
/// In every quoting a value is one piece of its word, blanks, quotes, line ends and all. What a command does with it is up to the
/// command: one that runs its arguments (<c>sh -c</c>, <c>ssh</c>, <c>xargs</c>) still does. Where a shell would read the value as code,
/// or cannot be told the value, the template is refused: arithmetic, <c>[[ ]]</c>, inside <c>${ }</c>, here-documents with a quoted end,
/// arguments of <c>eval</c> and its like.
/// </remarks>
public sealed record ShellLine(string Script, ImmutableArray<ShellVariable> Variables)
{
    /// <summary>Reads a line or script.</summary>
    /// <param name="line">The text, with templates.</param>
    /// <param name="where">Where its first character stands.</param>
    /// <returns>The script, or what is wrong with each template in it. Never throws.</returns>
    public static ParseResult<ShellLine> Parse(string line, Place where)
    {
        var template = Template.Parse(line, where);
        return template.Value is null ? new ParseResult<ShellLine>(null, template.Diagnostics) : From(template.Value, where);
    }

    /// <summary>The same for a template that was read already.</summary>
    /// <param name="template">The line.</param>
    /// <param name="where">Where its first character stands.</param>
    public static ParseResult<ShellLine> From(Template template, Place where)
    {
        ArgumentNullException.ThrowIfNull(template);
        if (template.Parts is [{ Expression: null } only])
        {
            return new ParseResult<ShellLine>(new ShellLine(only.Literal, []), []);
        }

        var text = new StringBuilder();
        var marks = ImmutableArray.CreateBuilder<ShellMark>();
        foreach (var part in template.Parts)
        {
            if (part.Expression is { } expression)
            {
                marks.Add(new ShellMark(text.Length, expression, part.Offset));
            }

            text.Append(part.Expression is null ? part.Literal : "x"); // One character of a word; known by its place.
        }

        return new ShellScanner(text.ToString(), marks.ToImmutable(), offset => where.Inside(template.Text, offset)).Scan();
    }
}

/// <summary>A variable of a shell line.</summary>
/// <param name="Name">Its name in the environment, <c>TASKER_V1</c> and so on.</param>
/// <param name="Expression">What it is set to, as text.</param>
public sealed record ShellVariable(string Name, Expression Expression);

/// <summary>A template in a shell line: where it stands in the scanned text, and where in the text that was read.</summary>
internal readonly record struct ShellMark(int Index, Expression Expression, int Offset);
