using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Tasker.Engine.Ports;

namespace Tasker.Hosting;

/// <summary>Registers tasks with a host.</summary>
public static class TaskerServiceCollectionExtensions
{
    /// <summary>
    /// Adds one <see cref="TaskExecutor"/>. Agents that are registered as <see cref="IAgent"/> answer in it, and it logs as the
    /// host does. It is disposed with
    /// the host: what is under way then is left and can be resumed.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets the options; null: all defaults.</param>
    public static IServiceCollection AddTasker(this IServiceCollection services, Action<TaskExecutorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services.AddSingleton(provider =>
        {
            var options = new TaskExecutorOptions { Time = provider.GetService<TimeProvider>() ?? TimeProvider.System };
            options.Logger = provider.GetService<ILoggerFactory>()?.CreateLogger("Tasker") ?? options.Logger;
            configure?.Invoke(options);
            foreach (var agent in provider.GetServices<IAgent>().Where(agent => options.Agents.All(known => known.Id != agent.Id)))
            {
                options.Agents.Add(agent);
            }

            return new TaskExecutor(options);
        });
    }
}
