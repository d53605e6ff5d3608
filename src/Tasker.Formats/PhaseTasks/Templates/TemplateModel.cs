using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Formats.PhaseTasks.Results;

namespace Tasker.Formats.PhaseTasks.Templates;

/// <summary>
/// What a template can name: <c>id</c>, <c>taskName</c>, <c>phase</c>, <c>agent</c>, <c>input</c>, <c>phases</c>, <c>results</c>,
/// <c>metadata</c>, <c>briefing</c>.
/// </summary>
internal static class TemplateModel
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = ValueJson.MaxDepth + 2,
    };

    /// <summary>The model for a step.</summary>
    public static Dictionary<string, object?> Of(RunState run, int node)
    {
        var phases = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var phase in PhaseOutcome.All(run))
        {
            phases[phase.Name] = new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["status"] = phase.Status,
                ["outputs"] = Plain(phase.Outputs),
                ["agentResponses"] = Plain(phase.AgentResponses),
            };
        }

        return new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["id"] = run.RunId,
            ["taskName"] = run.Workflow.Name,
            ["phase"] = run.ParentOf(node) is > 0 and var group ? run.SpecOf(group).DisplayName : "",
            ["agent"] = run.SpecOf(node) is StepSpec { Action: StepAction.Agent agent } ? agent.Name : "",
            ["input"] = Plain(run.Inputs),
            ["phases"] = phases,
            ["results"] = Plain(PhaseOutcome.Results(run)),
            ["metadata"] = Plain(PhaseOutcome.Metadata(run)),
            ["briefing"] = Briefing.Of(run, node),
        };
    }

    /// <summary>A value as templates walk through it.</summary>
    public static object? Plain(Value value) => value switch
    {
        Value.Bool truth => truth.Truth,
        Value.Number number => number.Amount,
        Value.Text text => text.Content,
        Value.List list => list.Items.Select(Plain).ToList(),
        Value.Map map => map.Names.ToDictionary(name => name, name => Plain(map[name]), StringComparer.Ordinal),
        _ => null,
    };

    /// <summary>What a path with dots names inside an object; null when there is nothing.</summary>
    public static object? Get(object? from, string path)
    {
        foreach (var part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            from = from switch
            {
                Dictionary<string, object?> map => map.GetValueOrDefault(part),
                List<object?> list
                    when int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at < list.Count => list[at],
                _ => null,
            };
        }

        return from;
    }

    /// <summary>A value as it stands in a text: lists and objects as JSON.</summary>
    public static string Text(object? value) => value is IDictionary or IList ? Json(value) : Of(value).ToText();

    /// <summary>A value as JSON with two blanks a level.</summary>
    public static string Json(object? value)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Indented))
        {
            ValueJson.Write(writer, Of(value));
        }

        return Encoding.UTF8.GetString(buffer.ToArray()).ReplaceLineEndings("\n");
    }

    private static Value Of(object? value) => value switch
    {
        bool truth => Value.Of(truth),
        double number => Value.Of(number),
        int number => Value.Of(number),
        string text => Value.Of(text),
        Dictionary<string, object?> map => Value.Map.From(map.Select(field => new KeyValuePair<string, Value>(field.Key, Of(field.Value)))),
        IList list => new Value.List([.. list.Cast<object?>().Select(Of)]),
        _ => Value.None,
    };
}
