using System.Collections.Immutable;
using System.Text.Json;

namespace Tasker.Core.Workflows;

/// <summary>Steps, groups and what they share.</summary>
internal static partial class WorkflowReader
{
    public static NodeSpec Node(ref Utf8JsonReader reader)
    {
        Begin(ref reader, JsonTokenType.StartObject);
        var node = new NodeParts();
        while (Next(ref reader))
        {
            if (!node.TryRead(ref reader))
            {
                throw Unknown(ref reader);
            }
        }

        return node.Made();
    }

    /// <summary>Everything that a step or a group may say, until it is known which one it is.</summary>
    private struct NodeParts()
    {
        private string? _id;
        private string _title = "";
        private ImmutableArray<Need> _needs = [];
        private string? _condition;
        private bool _always;
        private RetryPolicy _retry = RetryPolicy.None;
        private TimeSpan? _timeLimit;
        private FailurePolicy _onFailure;
        private int _priority;
        private string? _checkpoint;
        private ImmutableSortedDictionary<string, string> _labels = NoTexts;
        private GroupOrder _order;
        private int? _maxParallel;
        private bool _failFast;
        private ForEachSpec? _forEach;
        private ImmutableArray<NodeSpec> _members;
        private StepAction? _action;
        private ImmutableArray<string> _pools = [];
        private BackgroundSpec? _background;
        private ImmutableArray<MonitorSpec> _monitors = [];
        private ImmutableArray<OutputSpec> _outputs = [];

        /// <summary>Reads what the name here says; false for an unknown name.</summary>
        public bool TryRead(ref Utf8JsonReader reader) =>
            TryReadShared(ref reader) || TryReadStep(ref reader) || TryReadGroup(ref reader);

        public readonly NodeSpec Made()
        {
            var id = _id ?? throw Missing("id");
            if (_members.IsDefault == (_action is null))
            {
                throw new FormatException($"'{id}' must have either members or an action");
            }

            return _action is not null
                ? new StepSpec
                {
                    Id = id,
                    Title = _title,
                    Needs = _needs,
                    Condition = _condition,
                    Always = _always,
                    Retry = _retry,
                    TimeLimit = _timeLimit,
                    OnFailure = _onFailure,
                    Priority = _priority,
                    Checkpoint = _checkpoint,
                    Labels = _labels,
                    Action = _action,
                    Pools = _pools,
                    Background = _background,
                    Monitors = _monitors,
                    Outputs = _outputs,
                }
                : new GroupSpec
                {
                    Id = id,
                    Title = _title,
                    Needs = _needs,
                    Condition = _condition,
                    Always = _always,
                    Retry = _retry,
                    TimeLimit = _timeLimit,
                    OnFailure = _onFailure,
                    Priority = _priority,
                    Checkpoint = _checkpoint,
                    Labels = _labels,
                    Order = _order,
                    MaxParallel = _maxParallel,
                    FailFast = _failFast,
                    ForEach = _forEach,
                    Members = _members,
                };
        }

        private bool TryReadShared(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("id"u8))
            {
                _id = Text(ref reader);
            }
            else if (reader.ValueTextEquals("title"u8))
            {
                _title = Text(ref reader);
            }
            else if (reader.ValueTextEquals("needs"u8))
            {
                _needs = List(ref reader, Need);
            }
            else if (reader.ValueTextEquals("if"u8))
            {
                _condition = Text(ref reader);
            }
            else if (reader.ValueTextEquals("always"u8))
            {
                _always = Flag(ref reader);
            }
            else if (reader.ValueTextEquals("retry"u8))
            {
                _retry = Retry(ref reader);
            }
            else if (reader.ValueTextEquals("timeLimit"u8))
            {
                _timeLimit = Time(ref reader);
            }
            else if (reader.ValueTextEquals("onFailure"u8))
            {
                _onFailure = WorkflowWords.Read<FailurePolicy>(Text(ref reader), WorkflowWords.Of);
            }
            else if (reader.ValueTextEquals("priority"u8))
            {
                _priority = Int(ref reader);
            }
            else if (reader.ValueTextEquals("checkpoint"u8))
            {
                _checkpoint = Text(ref reader);
            }
            else if (reader.ValueTextEquals("labels"u8))
            {
                _labels = Texts(ref reader);
            }
            else
            {
                return false;
            }

            return true;
        }

        private bool TryReadStep(ref Utf8JsonReader reader)
        {
            if (Action(ref reader) is { } action)
            {
                _action = _action is null ? action : throw new FormatException($"'{_id}' has two actions");
            }
            else if (reader.ValueTextEquals("pools"u8))
            {
                _pools = List(ref reader, TextItem);
            }
            else if (reader.ValueTextEquals("background"u8))
            {
                _background = Background(ref reader);
            }
            else if (reader.ValueTextEquals("monitors"u8))
            {
                _monitors = List(ref reader, Monitor);
            }
            else if (reader.ValueTextEquals("outputs"u8))
            {
                _outputs = List(ref reader, Output);
            }
            else
            {
                return false;
            }

            return true;
        }

        private bool TryReadGroup(ref Utf8JsonReader reader)
        {
            if (reader.ValueTextEquals("order"u8))
            {
                _order = WorkflowWords.Read<GroupOrder>(Text(ref reader), WorkflowWords.Of);
            }
            else if (reader.ValueTextEquals("maxParallel"u8))
            {
                _maxParallel = Int(ref reader);
            }
            else if (reader.ValueTextEquals("failFast"u8))
            {
                _failFast = Flag(ref reader);
            }
            else if (reader.ValueTextEquals("forEach"u8))
            {
                _forEach = ForEach(ref reader);
            }
            else if (reader.ValueTextEquals("members"u8))
            {
                _members = List(ref reader, Node);
            }
            else
            {
                return false;
            }

            return true;
        }
    }

    private static Need Need(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.StartObject)
        {
            return new Need(TextItem(ref reader));
        }

        _ = Next(ref reader) ? 0 : throw Missing("the needed node");
        var until = WorkflowWords.Read<NeedKind>(reader.GetString(), WorkflowWords.Of);
        var need = new Need(Text(ref reader), until);
        return Next(ref reader) ? throw Unknown(ref reader) : need;
    }

    private static RetryPolicy Retry(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        Begin(ref reader, JsonTokenType.StartObject);
        var retry = RetryPolicy.None;
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("attempts"u8))
            {
                retry = retry with { MaxAttempts = Int(ref reader) };
            }
            else if (reader.ValueTextEquals("delay"u8))
            {
                retry = retry with { FirstDelay = Time(ref reader) };
            }
            else if (reader.ValueTextEquals("maxDelay"u8))
            {
                retry = retry with { MaxDelay = Time(ref reader) };
            }
            else if (reader.ValueTextEquals("factor"u8))
            {
                retry = retry with { Factor = Number(ref reader) };
            }
            else if (reader.ValueTextEquals("jitter"u8))
            {
                retry = retry with { Jitter = Number(ref reader) };
            }
            else if (reader.ValueTextEquals("exitCodes"u8))
            {
                retry = retry with { OnExitCodes = List(ref reader, IntItem) };
            }
            else
            {
                throw Unknown(ref reader);
            }
        }

        return retry;
    }

    private static ForEachSpec ForEach(ref Utf8JsonReader reader)
    {
        Advance(ref reader);
        Begin(ref reader, JsonTokenType.StartObject);
        var fan = new ForEachSpec("");
        while (Next(ref reader))
        {
            if (reader.ValueTextEquals("items"u8))
            {
                fan = fan with { Items = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("as"u8))
            {
                fan = fan with { As = Text(ref reader) };
            }
            else if (reader.ValueTextEquals("maxItems"u8))
            {
                fan = fan with { MaxItems = Int(ref reader) };
            }
            else
            {
                throw Unknown(ref reader);
            }
        }

        return fan;
    }
}
