using Tasker.Core.Values;
using Tasker.Engine.Ports;

namespace Tasker.Executors.InProcess;

/// <summary>What a handler of a step type is given.</summary>
/// <param name="Order">The attempt.</param>
/// <param name="With">What the step gives the type; templates are filled in.</param>
/// <param name="Observer">Is told what happens on the way.</param>
public sealed record HandlerContext(AttemptOrder Order, Value.Map With, IAttemptObserver Observer);
