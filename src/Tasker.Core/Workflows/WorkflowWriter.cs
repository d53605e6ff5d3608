using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Tasker.Core.Values;

namespace Tasker.Core.Workflows;

/// <summary>Writes the canonical form; the order of the calls is the order of the names in it.</summary>
internal readonly partial struct WorkflowWriter(Utf8JsonWriter writer)
{
    public void Write(Workflow workflow)
    {
        writer.WriteStartObject();
        writer.WriteNumber("v"u8, WorkflowCodec.Version);
        writer.WriteString("name"u8, workflow.Name);
        Text("description"u8, workflow.Description);
        writer.WriteString("frontDoor"u8, workflow.FrontDoor);
        Text("source"u8, workflow.Source);
        if (!workflow.Inputs.IsDefaultOrEmpty)
        {
            writer.WriteStartArray("inputs"u8);
            foreach (var input in workflow.Inputs)
            {
                Input(input);
            }

            writer.WriteEndArray();
        }

        Texts("env"u8, workflow.Env);
        if (!workflow.Pools.IsDefaultOrEmpty)
        {
            writer.WriteStartArray("pools"u8);
            foreach (var pool in workflow.Pools)
            {
                writer.WriteStartObject();
                writer.WriteString("name"u8, pool.Name);
                writer.WriteNumber("limit"u8, pool.Limit);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        Texts("labels"u8, workflow.Labels);
        writer.WritePropertyName("root"u8);
        Write(workflow.Root);
        writer.WriteEndObject();
    }

    public void Write(NodeSpec node)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, node.Id);
        Text("title"u8, node.Title);
        Needs(node.Needs);
        Given("if"u8, node.Condition);
        Flag("always"u8, node.Always);
        if (!node.Retry.Equals(RetryPolicy.None))
        {
            Retry(node.Retry);
        }

        Time("timeLimit"u8, node.TimeLimit);
        if (node.OnFailure is not FailurePolicy.Block)
        {
            writer.WriteString("onFailure"u8, WorkflowWords.Of(node.OnFailure));
        }

        Number("priority"u8, node.Priority, 0);
        Given("checkpoint"u8, node.Checkpoint);
        Texts("labels"u8, node.Labels);
        switch (node)
        {
            case StepSpec step:
                Step(step);
                break;
            case GroupSpec group:
                Group(group);
                break;
            default:
                throw new UnreachableException($"WorkflowWriter has no case for {node.GetType().Name}.");
        }

        writer.WriteEndObject();
    }

    private void Group(GroupSpec group)
    {
        if (group.Order is not GroupOrder.Graph)
        {
            writer.WriteString("order"u8, WorkflowWords.Of(group.Order));
        }

        if (group.MaxParallel is { } most)
        {
            writer.WriteNumber("maxParallel"u8, most);
        }

        Flag("failFast"u8, group.FailFast);
        if (group.ForEach is { } fan)
        {
            writer.WriteStartObject("forEach"u8);
            writer.WriteString("items"u8, fan.Items);
            writer.WriteString("as"u8, fan.As);
            writer.WriteNumber("maxItems"u8, fan.MaxItems);
            writer.WriteEndObject();
        }

        writer.WriteStartArray("members"u8); // Always there: it is what makes a node a group.
        if (!group.Members.IsDefault)
        {
            foreach (var member in group.Members)
            {
                Write(member);
            }
        }

        writer.WriteEndArray();
    }

    private void Step(StepSpec step)
    {
        Action(step.Action);
        Texts("pools"u8, step.Pools);
        if (step.Background is { } background)
        {
            writer.WriteStartObject("background"u8);
            writer.WriteString("atEnd"u8, WorkflowWords.Of(background.AtEnd));
            Given("ready"u8, background.ReadyPattern);
            Time("readyWithin"u8, background.ReadyWithin);
            writer.WriteEndObject();
        }

        if (!step.Monitors.IsDefaultOrEmpty)
        {
            writer.WriteStartArray("monitors"u8);
            foreach (var monitor in step.Monitors)
            {
                Monitor(monitor);
            }

            writer.WriteEndArray();
        }

        if (!step.Outputs.IsDefaultOrEmpty)
        {
            writer.WriteStartArray("outputs"u8);
            foreach (var output in step.Outputs)
            {
                writer.WriteStartObject();
                writer.WriteString("name"u8, output.Name);
                writer.WriteString("kind"u8, WorkflowWords.Of(output.Kind));
                Text("path"u8, output.Path);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }
    }

    private void Monitor(MonitorSpec monitor)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, monitor.Name);
        Command("command"u8, monitor.Command);
        writer.WriteNumber("interval"u8, monitor.Interval.Ticks);
        Given("alertOn"u8, monitor.AlertOn);
        if (monitor.AlertOnExit is { } code)
        {
            writer.WriteNumber("alertOnExit"u8, code);
        }

        writer.WriteNumber("timeLimit"u8, monitor.TimeLimit.Ticks);
        writer.WriteEndObject();
    }

    private void Needs(ImmutableArray<Need> needs)
    {
        if (needs.IsDefaultOrEmpty)
        {
            return;
        }

        writer.WriteStartArray("needs"u8);
        foreach (var need in needs)
        {
            if (need.Until is NeedKind.Succeeded)
            {
                writer.WriteStringValue(need.Node);
                continue;
            }

            writer.WriteStartObject();
            writer.WriteString(WorkflowWords.Of(need.Until), need.Node);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void Retry(RetryPolicy retry)
    {
        writer.WriteStartObject("retry"u8);
        writer.WriteNumber("attempts"u8, retry.MaxAttempts);
        writer.WriteNumber("delay"u8, retry.FirstDelay.Ticks);
        writer.WriteNumber("maxDelay"u8, retry.MaxDelay.Ticks);
        writer.WriteNumber("factor"u8, retry.Factor);
        writer.WriteNumber("jitter"u8, retry.Jitter);
        if (!retry.OnExitCodes.IsDefaultOrEmpty)
        {
            writer.WriteStartArray("exitCodes"u8);
            foreach (var code in retry.OnExitCodes)
            {
                writer.WriteNumberValue(code);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private void Input(InputSpec input)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, input.Name);
        writer.WriteString("type"u8, WorkflowWords.Of(input.Type));
        Flag("required"u8, input.Required);
        if (input.Default is not Value.Null)
        {
            writer.WritePropertyName("default"u8);
            ValueJson.Write(writer, input.Default);
        }

        Text("description"u8, input.Description);
        if (!input.Choices.IsDefaultOrEmpty)
        {
            writer.WritePropertyName("choices"u8);
            ValueJson.Write(writer, new Value.List(input.Choices));
        }

        writer.WriteEndObject();
    }

    private void Text(ReadOnlySpan<byte> name, string text)
    {
        if (text.Length > 0)
        {
            writer.WriteString(name, text);
        }
    }

    private void Given(ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, text);
        }
    }

    private void Flag(ReadOnlySpan<byte> name, bool flag)
    {
        if (flag)
        {
            writer.WriteBoolean(name, true);
        }
    }

    private void Number(ReadOnlySpan<byte> name, int number, int usual)
    {
        if (number != usual)
        {
            writer.WriteNumber(name, number);
        }
    }

    private void Time(ReadOnlySpan<byte> name, TimeSpan? time)
    {
        if (time is { } given)
        {
            writer.WriteNumber(name, given.Ticks);
        }
    }

    private void Texts(ReadOnlySpan<byte> name, ImmutableArray<string> texts)
    {
        if (texts.IsDefaultOrEmpty)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    /// <summary>Names in the order of their characters, whatever order the dictionary was built with.</summary>
    private void Texts(ReadOnlySpan<byte> name, ImmutableSortedDictionary<string, string> texts)
    {
        if (texts.IsEmpty)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var (key, text) in texts.KeyComparer == StringComparer.Ordinal ? texts : texts.WithComparers(StringComparer.Ordinal))
        {
            writer.WriteString(key, text);
        }

        writer.WriteEndObject();
    }
}
