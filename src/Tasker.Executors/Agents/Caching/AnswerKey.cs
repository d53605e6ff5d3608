using System.Security.Cryptography;
using System.Text;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Engine.Settings;

namespace Tasker.Executors.Agents.Caching;

/// <summary>Names a question by everything that its answer may depend on. Nothing of it can be read from the name.</summary>
internal static class AnswerKey
{
    private const int Version = 1;

    /// <summary>64 hexadecimal digits.</summary>
    public static string Of(AgentQuestion question)
    {
        var (order, agent) = (question.Attempt.Order, question.Agent);
        var all = Value.Map.From(
        [
            new("version", Value.Of(Version)),
            new("agent", Value.Of(agent.Name)),
            new("command", Value.Of(agent.Command)),
            new("arguments", List(agent.Arguments)),
            new("modelArguments", List(agent.ModelArguments)),
            new("promptBy", Value.Of((int)agent.Prompt)),
            new("env", Map(agent.Env)),
            new("passEnv", List(agent.PassEnv)),
            new("instances", new Value.List([.. agent.Instances.Select(Of)])),
            new("stepEnv", Map(((StepAction.Agent)order.Action).Env.Concat(order.Env))),
            new("folder", Value.Of(order.WorkingDirectory)),
            new("outputs", List(order.Outputs.Select(o => $"{o.Kind}:{o.Name}"))),
            new("model", Value.Of(question.Model)),
            new("schema", question.Schema?.Root ?? Value.None),
            new("prompt", Value.Of(question.Prompt)),
        ]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ValueJson.Write(all))));
    }

    private static Value.Map Of(AgentInstance instance) => Value.Map.From(
    [
        new("name", Value.Of(instance.Name)), new("command", Value.Of(instance.Command)),
        new("arguments", instance.Arguments is { } arguments ? List(arguments) : Value.None), new("env", Map(instance.Env)),
            new("passEnv", List(instance.PassEnv)),
    ]);

    private static Value.List List(IEnumerable<string> texts) => new([.. texts.Select(Value.Of)]);

    private static Value.Map Map(IEnumerable<KeyValuePair<string, string>> texts) =>
        Value.Map.From(texts.Select(text => KeyValuePair.Create(text.Key, Value.Of(text.Value))));
}
